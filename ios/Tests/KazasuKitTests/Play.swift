import CoreNFC
import Foundation
import KazasuCore

@testable import KazasuKit

/// It did not come out as the scenario says.
struct Unmet: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Plays a row of the scenario table through the Swift session: is the person, and checks what must have come of it.
///
/// What a row says of texts is left to the player in Rust: words are the core's. Everything else is checked.
final class Play {
    static let http: CoreHttp = { do { return try CoreHttp() } catch { fatalError("\(error)") } }()
    private static let liked: [ActionId] = [
        .agree, .apply, .useLastTry, .retry, .reviewTerms, .startAgain, .resend, .finish, .close,
    ]
    private static let readiness = ["ready": Readiness.ready, "nfc-off": .nfcOff, "nfc-absent": .nfcAbsent]
    private static let languages = ["ja": Language.japanese, "ja-easy": .plainJapanese, "en": .english]
    private static let mostRounds = 400

    let row: Told
    let world: World
    private var steps: [Told]
    private let isScripted: Bool
    private let place: (origin: String, address: String?)
    /// The one host and port that requests may go to.
    var host: String { place.address?.components(separatedBy: "://").last ?? "" }
    private(set) var session: KazasuSession

    init(_ row: Told) throws {
        self.row = row
        world = World(faults: row["faults"] as? [Told] ?? [], clockOffS: row["device_clock_off_s"] as? Int ?? 0)
        steps = row["steps"] as? [Told] ?? []
        isScripted = !steps.isEmpty
        place = try Stage.shared.start(row["card"] as? String ?? "fresh")
        session = KazasuSession(ports: world.ports(Self.http)) { _ in }
        try notice(row["readiness"] as? String ?? "ready")
        for control in row["server"] as? [Told] ?? [] { try say(control) }
    }

    /// A sensible person with that card.
    static func sensible(_ card: String = "fresh", _ more: Told = [:]) throws -> Play {
        try Play(["name": "sensible", "card": card, "language": "en"].merging(more) { $1 })
    }

    func start() async throws {
        let life = world.life
        let session = KazasuSession(ports: world.ports(Self.http)) { [world] in world.show($0, in: life) }
        self.session = session
        world.press = { name in
            Task {
                guard let serial = await session.shown?.serial, let action = ActionId(named: name) else { return }
                await session.press(screen: serial, action)
            }
        }
        world.hide = { Task { await session.leaveCard() } }
        let platform = PlatformSpec(
            origin: place.origin, environment: .sandbox, name: ["en": "Practice"], policies: nil,
            links: Links(faq: "https://faq.example/"), sandboxAddress: place.address)
        let client = Client(name: "kazasu", version: "0.1.0", platform: "ios")
        let language = Self.languages[row["language"] as? String ?? "ja"] ?? .japanese
        guard let entry = try entryOf(name: row["entry"] as? String ?? "register") else { throw Unmet("no such entry") }
        try await session.start(platform, client: client, language: language, entry: entry)
    }

    /// What the phone is like from now on.
    private func notice(_ name: String) throws {
        guard let readiness = Self.readiness[name] else { throw Unmet("no phone is `\(name)`") }
        world.locked { world.readiness = readiness }
    }

    func say(_ control: Told) throws {
        try Stage.shared.control(
            control["method"] as? String ?? "PUT", control["path"] as? String ?? "", control["body"])
    }

    /// To the end.
    func run() async throws {
        try await start()
        for _ in 0..<Self.mostRounds {
            try await settle()
            if world.isKilled {
                try await restart()
            } else if world.isClosed {
                return
            } else {
                try await goOn()
            }
        }
        throw Unmet("still on `\(world.screens.last ?? "")` after \(Self.mostRounds) rounds")
    }

    /// To that screen, as a sensible person goes.
    func run(to id: String) async throws {
        try await start()
        for _ in 0..<Self.mostRounds {
            try await settle()
            if world.screens.last == id || world.isClosed { return }
            try await goOn()
        }
    }

    /// Until nothing is under way but waiting.
    func settle(seconds: Double = 60) async throws {
        let end = Date() + seconds
        while Date() < end {
            if world.isKilled || world.isClosed { return }
            let running = await session.running.count
            if running == world.waiting, await session.running.count == running { return }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw Unmet("still busy on `\(world.screens.last ?? "")`; \(world.effects.suffix(6))")
    }

    private func restart() async throws {
        let old = session
        try await start()
        await old.close()
    }

    // MARK: The person

    func goOn() async throws {
        guard let screen = await session.shown else { throw Unmet("nothing is shown") }
        let isWaiting = world.waiting > 0
        guard isScripted else { return try await act(screen, sensible(screen, isWaiting)) }
        let isHurried = (row["expect"] as? Told)?["outcome"] as? String == "accepted"
        guard let step = steps.first, let on = step["on"] as? String else { return try letTimePass(screen) }
        if isWaiting, on != screen.id { return try letTimePass(screen) }
        if isWaiting, step["wait"] == nil, on == "done", !isHurried { return try letTimePass(screen) }
        steps.removeFirst()
        let code = screen.code
        guard screen.id == on, step["code"] == nil || step["code"] as? String == code else {
            throw Unmet("`\(screen.id)` (\(code ?? "")) is shown where \(step) should be")
        }
        for control in step["server"] as? [Told] ?? [] { try say(control) }
        if let later = step["later_s"] as? Int {
            world.pass(ms: UInt64(later) * 1000, s: Int64(later))
            passed += later
            try say(["path": "/sandbox/v1/clock", "body": ["offset_s": passed]])
        }
        try await act(screen, step)
    }
    private var passed = 0

    private func sensible(_ screen: Screen, _ isWaiting: Bool) -> Told {
        if screen.hasPin { return ["pin": "1234"] }
        let offered = screen.actions.map(\.id)
        guard !isWaiting, let liked = Self.liked.first(where: { offered.contains($0) }) else { return ["wait": true] }
        return ["press": liked.name]
    }

    private func act(_ screen: Screen, _ step: Told) async throws {
        if let name = step["notice"] as? String {
            try notice(name)
            await session.look()
        } else if let name = step["press"] as? String {
            guard let action = ActionId(named: name) else { throw Unmet("no action `\(name)`") }
            await session.press(screen: screen.serial, action)
        } else if let on = step["tick"] as? Bool {
            let fields = screen.blocks.compactMap { block -> FieldId? in
                if case .checkbox(let field, _, _, _) = block { return field } else { return nil }
            }
            guard let field = fields.first else { throw Unmet("no checkbox on `\(screen.id)`") }
            await session.tick(screen: screen.serial, field, on)
        } else if let typed = step["pin"] as? String {
            await session.enterPin(screen: screen.serial, entry(typed))
        } else if let tag = step["language"] as? String, let language = Self.languages[tag] {
            await session.speak(language)
        } else if step["wait"] != nil {
            try letTimePass(screen)
        } else {
            world.kill()
        }
    }

    private func letTimePass(_ screen: Screen) throws {
        guard world.elapse() else { throw Unmet("nobody knows how to go on from `\(screen.id)`") }
    }

    /// Digits one at a time. Where one does not get in, the person takes all back.
    private func entry(_ typed: String) -> PinEntry {
        let entry = PinEntry()
        for letter in typed {
            let place = Array("0123456789０１２３４５６７８９").firstIndex(of: letter)
            let digit = place.map { UInt8($0 % 10) } ?? 0xFF
            do { try entry.push(digit: digit) } catch {
                try? entry.clear()
                break
            }
        }
        return entry
    }

    // MARK: What must have come of it

    func found() throws -> Told {
        let registrations = try Stage.shared.registrations()
        let portal = registrations.last?["portal_user"]
        let isPortal = !(portal == nil || portal is NSNull || portal as? Bool == false)
        let trace = try Stage.shared.tell("trace")
        return trace.merging([
            "outcome": world.outcome?.name ?? "none", "registrations": registrations.count,
            "pending": world.stored["pending"] != nil, "holds": world.holds, "portal": isPortal,
        ]) { $1 }
    }

    func check() throws {
        let expect = (row["expect"] as? Told ?? [:]).filter { $0.key != "screens" }
        let found = try found()
        for (what, wanted) in ["pending": false].merging(expect, uniquingKeysWith: { $1 }) {
            guard let found = found[what] as? NSObject ?? (found[what].map { "\($0)" as NSString }),
                "\(found)" == "\(wanted)" || (found as? NSNumber) == (wanted as? NSNumber) && wanted is NSNumber
            else { throw Unmet("\(what): \(wanted) expected, \(found[what] ?? "nothing") found; \(world.screens)") }
        }
        guard steps.isEmpty, found["in_field"] as? Bool == false else {
            throw Unmet("steps left: \(steps), card in the field: \(found["in_field"] ?? "")")
        }
    }
}

extension Screen {
    var code: String? {
        for case .code(_, let code, _) in blocks { return code }
        return nil
    }
    var hasPin: Bool {
        for case .pinField in blocks { return true }
        return false
    }
}

extension Outcome {
    /// As the table names it.
    var name: String {
        if case .failed(let code) = self { return code }
        return "\(self)".snake
    }
}

extension ActionId {
    private static let all: [ActionId] = [
        .agree, .readTerms, .apply, .back, .whatIsPin, .submitPin, .cancel, .useLastTry, .stopForNow, .showTips, .retry,
        .startAgain, .reviewTerms, .resend, .close, .finish, .register, .status, .insurance, .release, .checkCard,
        .receipts, .prepare, .guide, .practice, .about, .signIn, .readCard, .requestRelease, .refresh, .older, .newer,
        .delete,
    ]
    var name: String { "\(self)".snake }
    init?(named name: String) {
        guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

extension String {
    fileprivate var snake: String { reduce("") { $0 + ($1.isUppercase ? "_" + $1.lowercased() : String($1)) } }
}
