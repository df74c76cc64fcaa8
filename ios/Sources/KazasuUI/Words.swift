import Foundation
import KazasuCore
import SwiftUI

/// A text, read out as it is spoken.
struct LineView: View {
    let line: Line
    let font: Font

    init(_ line: Line, _ font: Font = .body) {
        (self.line, self.font) = (line, font)
    }

    var body: some View {
        WordsView(line: line, font: font)
            .accessibilityElement(children: .ignore)
            .accessibilityLabel(line.spoken)
    }
}

/// A text as it is written, with readings above their runs where there are any: furigana.
struct WordsView: View {
    let line: Line
    let font: Font

    var body: some View {
        if line.runs.contains(where: { $0.ruby != nil }) {
            let words = line.words
            Flow { ForEach(words.indices, id: \.self) { word(words[$0]) } }
        } else {
            Text(line.written).font(font).fixedSize(horizontal: false, vertical: true)
        }
    }

    private func word(_ runs: [Run]) -> some View {
        HStack(alignment: .bottom, spacing: 0) {
            ForEach(runs.indices, id: \.self) { at in
                VStack(spacing: 0) {
                    if let ruby = runs[at].ruby { Text(ruby).font(.caption2) }
                    Text(runs[at].base).font(font)
                }
            }
        }
    }
}

extension Line {
    /// Its words: plain Japanese is written with a space after each, so a line never breaks within one.
    var words: [[Run]] {
        var words: [[Run]] = [[]]
        for run in runs {
            guard run.ruby == nil else {
                words[words.count - 1].append(run)
                continue
            }
            var rest = Substring(run.base)
            while let space = rest.firstIndex(of: " ") {
                let next = rest.index(after: space)
                words[words.count - 1].append(Run(base: String(rest[..<next]), ruby: nil))
                words.append([])
                rest = rest[next...]
            }
            if !rest.isEmpty { words[words.count - 1].append(Run(base: String(rest), ruby: nil)) }
        }
        return words.filter { !$0.isEmpty }
    }
}

/// Sets its views side by side, bottoms in line, and goes on below where there is no room.
struct Flow: Layout {
    func sizeThatFits(proposal: ProposedViewSize, subviews: Subviews, cache: inout ()) -> CGSize {
        let rows = rows(subviews, proposal.width ?? .infinity)
        return CGSize(width: rows.map(\.width).max() ?? 0, height: rows.map(\.height).reduce(0, +))
    }

    func placeSubviews(in bounds: CGRect, proposal: ProposedViewSize, subviews: Subviews, cache: inout ()) {
        var bottom = bounds.minY
        for row in rows(subviews, bounds.width) {
            bottom += row.height
            var left = bounds.minX
            for at in row.members {
                let size = subviews[at].sizeThatFits(ProposedViewSize(width: bounds.width, height: nil))
                subviews[at].place(
                    at: CGPoint(x: left, y: bottom), anchor: .bottomLeading,
                    proposal: ProposedViewSize(width: size.width, height: size.height))
                left += size.width
            }
        }
    }

    private struct Row {
        var members: [Int] = []
        var (width, height): (CGFloat, CGFloat) = (0, 0)
    }

    private func rows(_ subviews: Subviews, _ width: CGFloat) -> [Row] {
        var rows = [Row()]
        for at in subviews.indices {
            let size = subviews[at].sizeThatFits(ProposedViewSize(width: width, height: nil))
            if rows[rows.count - 1].width + size.width > width, !rows[rows.count - 1].members.isEmpty {
                rows.append(Row())
            }
            rows[rows.count - 1].members.append(at)
            rows[rows.count - 1].width += size.width
            rows[rows.count - 1].height = max(rows[rows.count - 1].height, size.height)
        }
        return rows
    }
}
