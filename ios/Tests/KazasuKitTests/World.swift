import CoreNFC
import Foundation
import KazasuCore

@testable import KazasuKit

/// What a play goes on in: the stage behind, the faults of a row, and notes of everything. One life is one start of the
/// app; what a dead life does counts no more.
final class World: @unchecked Sendable {  // every field is touched under `lock`
    let stage = Stage.shared
    let reader: CardReader
    private let lock = NSRecursiveLock()
    private var faults: [Told]
    private var counts: [Int: Int] = [:]
    private var monotonicMs: UInt64 = 0
    private var offsetS: Int64
    private var held: (id: Int, ms: UInt32, go: CheckedContinuation<Bool, Never>)?
    private var sleeps = 0
    private(set) var life = 0
    private(set) var isKilled = false
    var stored: [String: Data] = [:]
    var screens: [String] = []
    /// Every screen as it was shown.
    var shown: [Screen] = []
    /// What the NFC sheet says.
    var sheets: [String] = []
    var effects: [String] = []
    var commands: [Data] = []
    /// What the card gave out when it was read.
    var read = Data()
    /// An answer of the card's had no status word.
    var hadShortAnswer = false
    /// Where requests went.
    var hosts: Set<String> = []
    var holds = 0
    var outcome: Outcome?
    var isClosed = false
    /// Called at every exchange, before the card has it; true: the exchange is not made.
    var onExchange: (@Sendable (Int) -> Bool)?
    var press: @Sendable (String) -> Void = { _ in }
    /// The app goes out of sight.
    var hide: @Sendable () -> Void = {}
    /// Whether the phone can read a card.
    var readiness = Readiness.ready
    /// The system selects an application before it tells of a card.
    var systemSelects = false

    init(faults: [Told] = [], clockOffS: Int = 0, limits: NfcLimits = .quick) {
        (self.faults, offsetS) = (faults, Int64(clockOffS))
        reader = CardReader(limits: limits)
        NFCWorld.shared.reset()
        NFCWorld.shared.hold { [weak self] in self.map { [.iso7816(VirtualTag($0))] } ?? [] }
    }

    func locked<T>(_ work: () throws -> T) rethrows -> T {
        lock.lock()
        defer { lock.unlock() }
        return try work()
    }

    /// The app is started: the ports of this life.
    func ports(_ http: any HttpPort) -> Ports {
        let life = locked {
            isKilled = false
            return self.life
        }
        return Ports(
            card: PlayedCard(world: self, life: life), store: PlayedStore(world: self, life: life),
            http: PlayedHttp(world: self, life: life, client: http), clock: PlayedClock(world: self, life: life))
    }

    /// The app is killed: what it had in memory is gone, what it stored is there.
    func kill() {
        locked {
            life += 1
            isKilled = true
            held?.go.resume(returning: false)
            held = nil
        }
        _ = try? stage.tell("leave")
    }

    func isAlive(_ life: Int) -> Bool { locked { self.life == life } }

    func note(_ effect: String) {
        var (noted, part) = ("", "")
        func end() {
            noted += part.count >= 16 ? "*" : part  // random, and so different in every play
            part = ""
        }
        for letter in effect {
            guard "/?&= ".contains(letter) else {
                part.append(letter)
                continue
            }
            end()
            noted.append(letter)
        }
        end()
        locked { effects.append(noted) }
    }

    func show(_ update: KazasuSession.Update, in life: Int) {
        locked {
            guard self.life == life else { return }
            switch update {
            case .screen(let screen, _):
                if screens.last != screen.id { screens.append(screen.id) }
                shown.append(screen)
            case .closed(let outcome): (self.outcome, isClosed) = (outcome, true)
            case .cue: break
            }
        }
    }

    /// The fault that is due, if any.
    func due(_ names: [String]) -> Fault? {
        locked {
            var due: Fault?
            for (index, fault) in faults.enumerated() {
                guard let at = fault["at"] as? String, names.contains(where: { $0.hasPrefix(at) }) else { continue }
                counts[index, default: 0] += 1
                let nth = fault["nth"] as? Int ?? 1
                guard (nth..<nth + (fault["times"] as? Int ?? 1)).contains(counts[index]!) else { continue }
                due = due ?? Fault(fault["then"])
            }
            return due
        }
    }

    // MARK: Time

    func now() -> Now {
        locked { Now(monotonicMs: monotonicMs, unixS: Int64(Date().timeIntervalSince1970) + offsetS) }
    }

    func pass(ms: UInt64, s: Int64 = 0) {
        locked {
            monotonicMs += ms
            offsetS += s
        }
    }

    var waiting: Int { locked { held == nil ? 0 : 1 } }

    func wait(_ ms: UInt32) async throws {
        let id = locked {
            sleeps += 1
            return sleeps
        }
        let elapsed = await withTaskCancellationHandler {
            await withCheckedContinuation { go in
                let isLate = Task.isCancelled
                locked { if !isLate { held = (id, ms, go) } }
                if isLate { go.resume(returning: false) }
            }
        } onCancel: {
            locked {
                guard held?.id == id else { return }
                held?.go.resume(returning: false)
                held = nil
            }
        }
        guard elapsed else { throw CancellationError() }
    }

    /// What is waited for happens.
    func elapse() -> Bool {
        locked {
            guard let waited = held else { return false }
            held = nil
            monotonicMs += UInt64(waited.ms)
            Thread.sleep(forTimeInterval: Double(min(waited.ms, 50)) / 1000)
            waited.go.resume(returning: true)
            return true
        }
    }
}

/// What goes wrong, as the table names it.
enum Fault: Equatable {
    case lostBefore, lostAfter, fails, damaged, notSent, killBefore, killAfter, insecure, insecureDate
    case press(String), stranger(UInt16), answers(String), noCard(CardFault)

    init?(_ then: Any?) {
        let names: [String: Fault] = [
            "lost-before": .lostBefore, "lost-after": .lostAfter, "fails": .fails, "damaged": .damaged,
            "not-sent": .notSent, "kill-before": .killBefore, "kill-after": .killAfter, "insecure": .insecure,
            "insecure-date": .insecureDate,
        ]
        let reasons: [String: CardFault] = [
            "no-card": .noCard, "dismissed": .dismissed, "several-cards": .severalCards, "not-a-card": .notACard,
            "reader-absent": .readerAbsent, "reader-removed": .readerRemoved, "reader-busy": .readerBusy,
            "service-off": .serviceOff, "software-absent": .softwareAbsent, "nfc-off": .nfcOff,
            "nfc-absent": .nfcAbsent,
        ]
        if let name = then as? String, let fault = names[name] {
            self = fault
        } else if let told = then as? Told, let name = told["press"] as? String {
            self = .press(name)
        } else if let told = then as? Told, let status = told["stranger"] as? Int {
            self = .stranger(UInt16(status))
        } else if let told = then as? Told, let hex = told["answers"] as? String {
            self = .answers(hex)
        } else if let told = then as? Told, let name = told["no-card"] as? String, let reason = reasons[name] {
            self = .noCard(reason)
        } else {
            fatalError("no such fault: \(String(describing: then))")
        }
    }
}

extension NfcLimits {
    /// As on a phone, but nobody waits.
    static let quick: NfcLimits = {
        var quick = NfcLimits()
        (quick.between, quick.busy, quick.ending, quick.words) = (0.001, 0.01, 0.5, 0)
        return quick
    }()
}
