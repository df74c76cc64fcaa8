import Combine
import Foundation
import KazasuCore
import UIKit

/// What is shown, and what the person does with it. Ends its session when it is freed.
@MainActor public final class KazasuModel: ObservableObject {
    @Published public private(set) var screen: Screen?
    @Published public private(set) var isHolding = false
    /// How many digits are typed.
    @Published public private(set) var typed = 0
    /// Told once, when nothing is left to show.
    public var onClosed: (Outcome?) -> Void = { _ in }
    public let pin = PinTyping()
    /// The calls, for those who wait until one is made.
    private(set) var last: Task<Void, Never>?
    let session: KazasuSession
    private let drawing: Task<Void, Never>?

    /// `entry` is where a person comes in: home, unless an app has a home of its own. `language` is the phone's; one that
    /// the person chose before takes its place.
    public init(
        _ platform: PlatformSpec, client: Client, ports: Ports, entry: Entry = .home,
        language: Language = Languages.of(Locale.preferredLanguages.first ?? "")
    ) {
        let (updates, told) = AsyncStream<KazasuSession.Update>.makeStream()
        let session = KazasuSession(ports: ports) { told.yield($0) }
        self.session = session
        let relay = Relay()
        drawing = Task {
            do {
                try await session.start(platform, client: client, language: language, entry: entry)
            } catch {
                // A platform that cannot be used, or a foreign library: for the app's builder, at once.
                assertionFailure("\(error)")
                return relay.take(.closed(.defect))
            }
            for await update in updates { relay.take(update) }
        }
        relay.model = self
    }

    deinit {
        drawing?.cancel()
        Task { [session] in await session.close() }
    }

    public func press(_ action: ActionId) {
        guard let screen else { return }
        if action == .submitPin {
            let entry = pin.take()
            typed = 0
            call { await $0.enterPin(screen: screen.serial, entry) }
        } else {
            call { await $0.press(screen: screen.serial, action) }
        }
    }

    public func tick(_ field: FieldId, _ on: Bool) {
        guard let screen else { return }
        call { await $0.tick(screen: screen.serial, field, on) }
    }

    public func speak(_ language: Language) { call { await $0.speak(language) } }

    public func back() { call { await $0.back() } }

    public func type(_ digit: UInt8) { change { $0.type(digit) } }

    public func erase() { change { $0.erase() } }

    /// The app is in sight: what the phone can do may have changed meanwhile.
    public func show() { call { await $0.look() } }

    /// The app is out of sight and may be stopped at any moment: what is typed is wiped now.
    public func hide() {
        change { $0.wipe() }
        call { await $0.leaveCard() }
    }

    private func change(_ work: (PinTyping) -> Void) {
        work(pin)
        typed = pin.count
    }

    /// One after another, as they were made.
    private func call(_ work: @escaping @Sendable (KazasuSession) async -> Void) {
        last = Task { [last, session] in
            await last?.value
            await work(session)
        }
    }

    fileprivate func take(_ update: KazasuSession.Update) {
        switch update {
        case .screen(let new, let holding):
            if new.serial != screen?.serial { change { $0.wipe() } } else { announce(new) }
            (screen, isHolding) = (new, holding)
            UIApplication.shared.isIdleTimerDisabled = holding
        case .cue(.found): UIImpactFeedbackGenerator(style: .medium).impactOccurred()
        case .cue(.read): UINotificationFeedbackGenerator().notificationOccurred(.success)
        case .cue(.lost): UINotificationFeedbackGenerator().notificationOccurred(.error)
        case .closed(let outcome): onClosed(outcome)
        }
    }

    /// A notice that comes up on the screen that is read out already.
    private func announce(_ new: Screen) {
        let before = screen?.blocks ?? []
        for case .notice(_, let text) in new.blocks where !before.contains(where: { $0.says(text) }) {
            UIAccessibility.post(notification: .announcement, argument: text.spoken)
        }
    }
}

/// Lets the session's reader live on without keeping the model alive.
@MainActor private final class Relay {
    weak var model: KazasuModel?
    nonisolated init() {}
    func take(_ update: KazasuSession.Update) { model?.take(update) }
}

extension Block {
    fileprivate func says(_ line: Line) -> Bool {
        if case .notice(_, let text) = self { text == line } else { false }
    }
}
