import Foundation
import KazasuCore
import KazasuKit
import SwiftUI
import UIKit

/// Every kind of block.
struct BlockView: View {
    let block: Block
    let model: KazasuModel

    var body: some View {
        switch block {
        case .paragraph(let text): LineView(text)
        case .notice(let kind, let text): Boxed { Signed(sign: kind.sign, line: text) }
        case .heading(let text): LineView(text, .headline).accessibilityAddTraits(.isHeader)
        case .bullets(let items): ForEach(items.indices, id: \.self) { Signed(sign: "circle.fill", line: items[$0]) }
        case .checks(let items):
            ForEach(items.indices, id: \.self) { Signed(sign: items[$0].sign(at: $0), line: items[$0].text) }
        case .checkbox(let field, let label, let help, let on):
            Toggle(isOn: Binding(get: { on }, set: { model.tick(field, $0) })) { LineView(label) }
                .accessibilityHint(help.spoken)
            LineView(help, .footnote).accessibilityHidden(true)
        case .outwardLink(let link): OutwardLink(link: link)
        case .pinField(let label, _, let show, _, let digits, let erase, let entered):
            PinPad(model: model, label: label, show: show, digits: Int(digits), erase: erase, entered: entered)
        case .hold(_, let progress): HoldPicture(progress: progress.map(Int.init))
        case .busy(let text):
            HStack {
                ProgressView().accessibilityHidden(true); LineView(text)
            }
        case .rows(let rows):
            ForEach(rows.indices, id: \.self) { at in
                Boxed {
                    LineView(rows[at].label, .footnote)
                    Signed(sign: rows[at].mark.sign, line: rows[at].value)
                }
                .accessibilityElement(children: .combine)
            }
        case .namedValues(let pairs):
            ForEach(pairs.indices, id: \.self) { at in
                VStack(alignment: .leading) {
                    LineView(pairs[at].name, .footnote)
                    LineView(pairs[at].value, .headline)
                }
                .accessibilityElement(children: .combine)
            }
        case .document(_, let body): DocumentView(text: body)
        case .code(let text, let code, let copy):
            LineView(text)
            // The one thing here that a clipboard is given.
            ActionButton(line: copy, kind: .link) { UIPasteboard.general.string = code }
        case .systemSetting:
            EmptyView()  // an iPhone has no switch for NFC
        }
    }
}

/// A text with a sign before it. The sign repeats what the words say, so a screen reader leaves it out.
struct Signed: View {
    let sign: String
    let line: Line

    var body: some View {
        HStack(alignment: .firstTextBaseline) {
            Image(systemName: sign).imageScale(.small).accessibilityHidden(true)
            LineView(line)
        }
    }
}

struct Boxed<Content: View>: View {
    @ViewBuilder let content: Content

    var body: some View {
        VStack(alignment: .leading, spacing: 4) { content }
            .padding()
            .frame(maxWidth: .infinity, alignment: .leading)
            .overlay(RoundedRectangle(cornerRadius: 8).stroke(.secondary))
    }
}

/// A platform's long text: headings, lists, paragraphs. No HTML, no link is followed, no web view (hrp-1 T09).
struct DocumentView: View {
    let text: String

    var body: some View {
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        ForEach(lines.indices, id: \.self) { at in
            let plain = String(lines[at].drop { "#- ".contains($0) })
            if lines[at].hasPrefix("#") {
                Text(verbatim: plain).font(.headline).accessibilityAddTraits(.isHeader)
            } else {
                Text(verbatim: lines[at].hasPrefix("- ") ? "• \(plain)" : lines[at]).font(.body)
            }
        }
    }
}

/// A card against the upper end of a phone, and how far the reading is. A still picture: the words beside it say the same.
struct HoldPicture: View {
    let progress: Int?

    var body: some View {
        VStack(spacing: 12) {
            ZStack(alignment: .top) {
                RoundedRectangle(cornerRadius: 12).stroke(.secondary, lineWidth: 2).frame(width: 84, height: 168)
                RoundedRectangle(cornerRadius: 8).stroke(Color.accentColor, lineWidth: 2)
                    .background(Color(.systemBackground))
                    .frame(width: 112, height: 70)
                    .offset(y: -24)
            }
            .padding(.top, 32)
            if let progress { ProgressView(value: Double(progress), total: 100) }
        }
        .frame(maxWidth: .infinity)
        .accessibilityHidden(true)
    }
}

extension NoticeKind {
    var sign: String {
        switch self {
        case .information: "info.circle"
        case .warning: "exclamationmark.triangle"
        case .error: "xmark.octagon"
        case .success: "checkmark.circle"
        }
    }
}

extension Mark {
    var sign: String {
        switch self {
        case .done: "checkmark.circle"
        case .underWay: "clock"
        case .failed: "xmark.octagon"
        case .unknown: "questionmark.circle"
        }
    }
}

extension Check {
    func sign(at place: Int) -> String {
        switch done {
        case true?: "checkmark.square"
        case false?: "square"
        case nil: "\(place + 1).circle"
        }
    }
}
