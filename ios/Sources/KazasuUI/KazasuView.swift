import Foundation
import KazasuCore
import KazasuKit
import SwiftUI

/// Home, registering and everything around it. It holds no text and no rule: it draws the core's screens, and what the person does goes back there.
public struct KazasuView: View {
    @ObservedObject private var model: KazasuModel
    @Environment(\.scenePhase) private var phase

    public init(_ model: KazasuModel) {
        self.model = model
    }

    public var body: some View {
        ZStack {
            if let screen = model.screen { ScreenView(screen: screen, model: model) }
            if isCovered { Color(.systemBackground).ignoresSafeArea().accessibilityHidden(true) }
        }
        .onChange(of: phase) { phase in if phase == .background { model.hide() } else { model.show() } }
    }

    /// In the app switcher nothing is to be seen. The system's own NFC sheet makes an app inactive too.
    private var isCovered: Bool { phase == .background || (phase == .inactive && !model.isHolding) }
}

struct ScreenView: View {
    let screen: Screen
    let model: KazasuModel
    @AccessibilityFocusState private var isTitleFocused: Bool

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                LanguageView(screen: screen, model: model)
                if !screen.steps.isEmpty { StepsView(steps: screen.steps) }
                LineView(screen.title, .title)
                    .accessibilityAddTraits(.isHeader)
                    .accessibilityFocused($isTitleFocused)
                ForEach(screen.blocks.indices, id: \.self) { BlockView(block: screen.blocks[$0], model: model) }
                ForEach(screen.actions, id: \.id) { action in
                    ActionButton(line: action.label, kind: action.kind) { model.press(action.id) }
                }
                ForEach(screen.links, id: \.url) { OutwardLink(link: $0) }
            }
            .padding()
            .frame(maxWidth: 600)
        }
        .id(screen.serial)  // a new screen begins at its top
        .accessibilityAction(.escape) { model.back() }
        .task(id: screen.serial) { isTitleFocused = true }
    }
}

/// The languages, each by its own name (REQ-28).
struct LanguageView: View {
    let screen: Screen
    let model: KazasuModel

    var body: some View {
        HStack {
            Spacer()
            Menu {
                ForEach(screen.languages.choices, id: \.language) { choice in
                    Button(choice.name.written) { model.speak(choice.language) }
                        .accessibilityAddTraits(choice.language == screen.language ? .isSelected : [])
                }
            } label: {
                Text(screen.languages.label.written).frame(minWidth: 44, minHeight: 44)
            }
            .accessibilityLabel(screen.languages.label.spoken)
        }
    }
}

/// Which step is the current one is said, underlined and bold; not by a colour alone (REQ-29).
struct StepsView: View {
    let steps: [Step]

    var body: some View {
        HStack(alignment: .top) {
            ForEach(steps, id: \.number) { step in
                VStack {
                    Text(verbatim: "\(step.number)").font(.headline)
                    WordsView(line: step.name, font: .footnote)
                }
                .fontWeight(step.current ? .bold : .regular)
                .underline(step.current)
                .frame(maxWidth: .infinity)
                .accessibilityElement(children: .ignore)
                .accessibilityLabel(step.current ? step.spoken.spoken : step.name.spoken)
                .accessibilityAddTraits(step.current ? .isSelected : [])
            }
        }
    }
}

struct ActionButton: View {
    let line: Line
    let kind: ActionKind
    let press: @MainActor () -> Void

    var body: some View {
        switch kind {
        case .primary: button.buttonStyle(.borderedProminent).controlSize(.large)
        case .secondary: button.buttonStyle(.bordered).controlSize(.large)
        case .link: button.buttonStyle(.borderless)
        }
    }

    private var button: some View {
        Button(action: press) { WordsView(line: line, font: .headline).frame(maxWidth: .infinity, minHeight: 44) }
            .accessibilityLabel(line.spoken)
    }
}

/// A page outside, in the person's own browser: nothing is shown in here that came from elsewhere.
struct OutwardLink: View {
    let link: OutLink

    var body: some View {
        if let url = URL(string: link.url), url.scheme == "https" {
            Link(destination: url) { LineView(link.text) }.frame(minHeight: 44)
        }
    }
}
