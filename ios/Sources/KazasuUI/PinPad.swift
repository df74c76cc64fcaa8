import Foundation
import KazasuCore
import KazasuKit
import SwiftUI

/// An own keypad: no keyboard sees the digits, nothing completes, suggests, dictates, copies or pastes them (hrp-1 T04).
struct PinPad: View {
    @ObservedObject var model: KazasuModel
    let label: Line
    let show: Line
    let digits: Int
    let erase: Line
    let entered: [Line]
    @State private var isRevealed = false

    /// By place: no text is made that holds what was typed.
    private static let numerals = (0...9).map { "\($0)" }
    /// How long digits stay in sight, for those who look over a shoulder.
    private static let revealed = Duration.seconds(5)

    var body: some View {
        VStack(spacing: 12) {
            LineView(label)
            HStack(spacing: 12) { ForEach(0..<digits, id: \.self) { place(at: $0) } }
                .accessibilityElement(children: .ignore)
                // How many digits there are, never which.
                .accessibilityLabel(entered.indices.contains(model.typed) ? entered[model.typed].spoken : "")
                .accessibilityAddTraits(.updatesFrequently)
                .privacySensitive()
            Toggle(isOn: $isRevealed) { LineView(show) }
            VStack(spacing: 8) {
                ForEach([[1, 2, 3], [4, 5, 6], [7, 8, 9]], id: \.self) { row in
                    HStack(spacing: 8) { ForEach(row, id: \.self) { key($0) } }
                }
                HStack(spacing: 8) {
                    // An empty place, so that 0 stands where it stands on a telephone.
                    Color.clear.frame(maxWidth: .infinity, minHeight: 56).accessibilityHidden(true)
                    key(0)
                    Button {
                        model.erase()
                    } label: {
                        face { Image(systemName: "delete.left") }
                    }
                    .accessibilityLabel(erase.spoken)
                }
            }
            .buttonStyle(.bordered)
        }
        .task(id: isRevealed) {
            guard isRevealed, (try? await Task.sleep(for: Self.revealed)) != nil else { return }
            isRevealed = false
        }
    }

    private func key(_ digit: Int) -> some View {
        Button {
            model.type(UInt8(digit))
        } label: {
            face { Text(Self.numerals[digit]) }
        }
    }

    private func face(@ViewBuilder _ content: () -> some View) -> some View {
        content().font(.title).frame(maxWidth: .infinity, minHeight: 56)
    }

    private func place(at place: Int) -> some View {
        ZStack {
            RoundedRectangle(cornerRadius: 8).stroke(.secondary)
            if let digit = model.pin.digit(at: place) {
                if isRevealed { Text(Self.numerals[digit]).font(.title) } else { Image(systemName: "circle.fill") }
            }
        }
        .frame(width: 48, height: 56)
    }
}
