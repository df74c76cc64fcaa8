import Foundation
import KazasuCore

/// What a person does, from an entry on: says what to draw, performs what the core asks for, reports what happened. All
/// of it runs off the main thread; ``close()`` ends it.
public actor KazasuSession {
    /// What is felt as well as seen (REQ-123).
    public enum Cue: Sendable {
        /// A card is there.
        case found
        /// The card may go.
        case read
        /// The card went too early, or there is none.
        case lost
    }

    /// What whoever draws is told.
    public enum Update: Sendable {
        /// This is to be shown now. While a card is looked for or read, the phone stays awake.
        case screen(Screen, isHolding: Bool)
        case cue(Cue)
        /// It is over: nothing is left to show.
        case closed(Outcome?)
    }

    /// The bindings were generated for another build of the library.
    public struct ForeignLibrary: Error {}

    private let tell: @Sendable (Update) -> Void
    private let ports: Ports
    private var session: Session?
    private(set) var shown: Screen?
    private var opened: UInt64?
    private var wasHolding = false
    private var isOver = false
    /// Effects that are under way, and how to stop them.
    private(set) var running: [UInt64: @Sendable () -> Void] = [:]

    /// `tell` is called in order, nothing left out, never on the main thread, and must not wait for this session.
    public init(ports: Ports, tell: @escaping @Sendable (Update) -> Void) {
        (self.ports, self.tell) = (ports, tell)
    }

    /// Begins. Throws only what the app's builder has to mend.
    public func start(_ platform: PlatformSpec, client: Client, language: Language, entry: Entry = .home) throws {
        guard !isOver else { return }
        // A library of another build may read this one's bytes as something else.
        guard buildId() == bindingsBuildId else { throw ForeignLibrary() }
        let spoken = Languages.kept(in: ports.store) ?? language
        let how = Presentation(language: spoken, shell: .ios)
        session = try Session.home(
            platform: platform, client: client, presentation: how, now: ports.clock.now(), entry: entry)
        look()
    }

    /// Tells the core whether this phone could read a card now, and if not, why: nobody types a PIN in vain.
    public func look() {
        let facts = Facts(reader: nil, card: nil, readiness: ports.card.readiness)
        step { try $0.handle(now: ports.clock.now(), event: .noticed(facts: facts)) }
    }

    /// The person pressed a button of that screen.
    public func press(screen: UInt64, _ action: ActionId) {
        step { try $0.handle(now: ports.clock.now(), event: .pressed(screen: screen, action: action)) }
    }

    /// The person confirmed the digits that they typed on that screen.
    public func enterPin(screen: UInt64, _ pin: PinEntry) {
        step { try $0.enterPin(now: ports.clock.now(), screen: screen, pin: pin) }
    }

    /// The person ticked a box of that screen.
    public func tick(screen: UInt64, _ field: FieldId, _ on: Bool) {
        step { try $0.handle(now: ports.clock.now(), event: .ticked(screen: screen, field: field, on: on)) }
    }

    /// The person chose a language; it is kept.
    public func speak(_ language: Language) {
        step { try $0.present(how: Presentation(language: language, shell: .ios)) }
        Languages.keep(language, in: ports.store)
    }

    /// The person left by the system's own ways. False if the screen has no way back.
    @discardableResult public func back() -> Bool {
        guard let shown, let back = shown.back else { return false }
        press(screen: shown.serial, back)
        return true
    }

    /// The app went out of sight: the system ends a reading, and what was typed for it is given up with it.
    public func leaveCard() {
        if opened != nil { back() }
    }

    /// Ends it, wipes its secrets and lets the card go. What was signed and saved is sent the next time.
    public func close() {
        guard !isOver else { return }
        isOver = true
        session = nil
        running.values.forEach { $0() }
        running = [:]
        ports.card.close(sheet: "", success: false)
    }

    /// One change, and everything that the core asks for then.
    private func step(_ change: (Session) throws -> Void) {
        guard let session else { return }
        // What throws came too late, or for a screen that is gone: the core has changed nothing.
        try? change(session)
        draw()
        while let next = try? session.takeEffect() {
            if let answer = perform(next.id, next.effect) {
                try? session.handle(now: ports.clock.now(), event: .answered(id: next.id, answer: answer))
            }
            draw()
        }
        if (try? session.isClosed()) == true {
            tell(.closed((try? session.outcome()) ?? nil))
            close()
        }
    }

    private func draw() {
        guard let screen = try? session?.screen() else { return }
        let isHolding = opened != nil
        guard screen != shown || isHolding != wasHolding else { return }
        (shown, wasHolding) = (screen, isHolding)
        tell(.screen(screen, isHolding: isHolding))
    }

    /// Begins an effect, or performs it at once where that gives an answer.
    private func perform(_ id: UInt64, _ effect: Effect) -> Answer? {
        switch effect {
        case .openCard(let sheet):
            opened = id
            running[id] = { [card = ports.card] in card.close(sheet: "", success: false) }
            ports.card.open(sheet: sheet) { answer in Task { await self.report(id, answer) } }
        case .transmit(let command, let timeoutMs, _, let sheet):
            running[id] = {}
            ports.card.transmit(command, timeoutMs: timeoutMs, sheet: sheet) { answer in
                Task { await self.report(id, answer) }
            }
        case .verifyOnKeypad:
            return .notSent  // no phone has such a reader
        case .closeCard(let sheet, let success):
            opened = nil
            if success { tell(.cue(.read)) }
            ports.card.close(sheet: sheet, success: success)
        case .send(let request):
            let sending = Task { [http = ports.http] in report(id, await http.send(request)) }
            running[id] = { sending.cancel() }
        case .wait(let ms):
            let waiting = Task { [clock = ports.clock] in
                if (try? await clock.sleep(ms: ms)) != nil { report(id, .elapsed) }
            }
            running[id] = { waiting.cancel() }
        case .save(let slot, var bytes):
            defer { bytes.wipe() }
            return (try? ports.store.save(bytes, in: slot)) != nil ? .stored : .storeFailed
        case .load(let slot):
            guard let loaded = try? ports.store.load(slot) as Data?? else { return .storeFailed }
            return .loaded(bytes: loaded)
        case .forget(let slot):
            ports.store.forget(slot)
        case .random(let count):
            var generator = SystemRandomNumberGenerator()
            return .randomBytes(bytes: Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }))
        case .withdraw(let id):
            if opened == id { opened = nil }
            running.removeValue(forKey: id)?()
        }
        return nil
    }

    /// What an effect came to.
    private func report(_ id: UInt64, _ answer: Answer) {
        guard running.removeValue(forKey: id) != nil else { return }  // given up meanwhile
        switch answer {
        case .cardFound: tell(.cue(.found))
        case .cardFailed(.dismissed) where id != opened:
            // The sheet was closed while the card was read: that is the person's way back.
            if back() { return }
            return step { try $0.handle(now: ports.clock.now(), event: .answered(id: id, answer: .cardLost)) }
        case .cardFailed(let fault):
            opened = nil
            if fault != .dismissed { tell(.cue(.lost)) }
        case .cardLost: tell(.cue(.lost))
        default: break
        }
        step { try $0.handle(now: ports.clock.now(), event: .answered(id: id, answer: answer)) }
    }
}

extension Data {
    /// Overwrites them, in place where nobody else holds them.
    mutating func wipe() { resetBytes(in: startIndex..<endIndex) }
}
