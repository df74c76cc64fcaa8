import CoreNFC
import Foundation
import KazasuCore
import XCTest

@testable import KazasuKit

/// One thing goes wrong at one exchange, at each of them in turn: the card leaves, the person or the system closes the
/// sheet, answers come late.
final class PulledTests: XCTestCase {
    private enum Trouble: CaseIterable {
        case lostBefore, lostAfter, dismissed, takenAway, hidden, late
    }

    func test_req_52_req_54_t40_no_trouble_at_any_exchange_costs_a_second_try() async throws {
        let whole = try Play.sensible()
        try await whole.run()
        let exchanges = whole.world.commands.count
        XCTAssertGreaterThan(exchanges, 3)
        for trouble in Trouble.allCases {
            for at in 1...exchanges { try await play(trouble, at) }
        }
        print("pulled: \(Trouble.allCases.count) troubles at \(exchanges) exchanges each")
    }

    private func play(_ trouble: Trouble, _ at: Int) async throws {
        let faults: [Trouble: String] = [.lostBefore: "lost-before", .lostAfter: "lost-after"]
        let fault: [Told] = faults[trouble].map { [["at": "exchange", "nth": at, "then": $0]] } ?? []
        let play = try Play.sensible("fresh", ["faults": fault])
        let world = play.world
        world.onExchange = { number in
            guard number == at else { return false }
            switch trouble {
            case .lostBefore, .lostAfter: return false
            case .dismissed:
                NFCWorld.shared.end(200)
                return true
            case .takenAway:
                NFCWorld.shared.end(202)
                return true
            case .hidden:
                world.hide()
                return true
            case .late:
                // The system's connection ends while the answer is on its way; the answer still comes.
                NFCWorld.shared.end(103)
                return false
            }
        }
        try await play.run()
        await play.session.close()
        let found = try play.found()
        let where_ = "\(trouble) at \(at): \(world.screens)"
        XCTAssertEqual(found["outcome"] as? String, "registered", where_)
        XCTAssertEqual(found["registrations"] as? Int, 1, where_)
        XCTAssertEqual(found["tries_left"] as? Int, 3, where_)
        XCTAssertLessThanOrEqual(found["verifies"] as? Int ?? 9, 2, where_)
        XCTAssertNil(world.stored["pending"], where_)
        // A VERIFY follows a PIN that was typed: never two without the person between.
        let typed = world.screens.filter { $0 == "pin" }.count
        XCTAssertLessThanOrEqual(found["verifies"] as? Int ?? 9, typed, where_)
    }

    /// The iPhone's own closing of the sheet is the person's way back, and what they typed is not used (REQ-48).
    func test_req_48_a_dismissed_sheet_leads_back_and_the_next_one_opens() async throws {
        let play = try Play.sensible()
        let world = play.world
        NFCWorld.shared.hold(nil)
        try await play.start()
        while world.screens.last != "hold" {
            if await play.session.running.count > world.waiting {
                try await Task.sleep(for: .milliseconds(1))
            } else {
                try await play.goOn()
            }
        }
        try await until { NFCWorld.shared.isPolling }
        NFCWorld.shared.end(200)
        try await play.settle()
        XCTAssertNotEqual(world.screens.last, "hold")
        XCTAssertEqual(try play.found()["verifies"] as? Int, 0)
        NFCWorld.shared.hold { [.iso7816(VirtualTag(world))] }
        for _ in 0..<50 where !world.isClosed {
            try await play.goOn()
            try await play.settle()
        }
        XCTAssertEqual(world.outcome, .registered)
        await play.session.close()
    }

    /// The person goes back once, at each point where the phone waits for them, and then goes on.
    func test_req_48_going_back_at_every_point_costs_nothing() async throws {
        let points = try await playGoingBack(at: nil)
        XCTAssertGreaterThanOrEqual(points, 4)
        for at in 0..<points { _ = try await playGoingBack(at: at) }
    }

    /// How many points there were.
    private func playGoingBack(at: Int?) async throws -> Int {
        let play = try Play.sensible()
        var points = 0
        try await play.start()
        try await play.settle()
        while !play.world.isClosed {
            if points == at, await play.session.back() {
                try await play.settle()
            } else {
                try await play.goOn()
            }
            points += 1
            try await play.settle()
        }
        await play.session.close()
        let found = try play.found()
        let where_ = "at \(at ?? -1): \(play.world.screens)"
        let isRegistered = play.world.outcome == .registered
        XCTAssertTrue(isRegistered || (at == 0 && play.world.outcome == .cancelled), where_)
        XCTAssertEqual(found["registrations"] as? Int, isRegistered ? 1 : 0, where_)
        XCTAssertEqual(found["tries_left"] as? Int, 3, where_)
        XCTAssertEqual(found["in_field"] as? Bool, false, where_)
        return points
    }

    /// The app is closed at every exchange: the card is let go, nothing is answered after it, and the next start goes on.
    func test_closing_at_every_exchange_ends_the_session_with_the_card() async throws {
        for at in 1...5 {
            let play = try Play.sensible()
            let session = LockedBox<KazasuSession?>(nil)
            play.world.onExchange = { number in
                guard number == at else { return false }
                if let session = session.value { Task { await session.close() } }
                return true
            }
            try await play.start()
            session.value = play.session
            while !NFCWorld.shared.notes.contains(where: { if case .invalidated = $0 { true } else { false } }) {
                if await play.session.running.count <= play.world.waiting { try? await play.goOn() }
                try await Task.sleep(for: .milliseconds(1))
            }
            try await Task.sleep(for: .milliseconds(20))
            XCTAssertLessThanOrEqual(try play.found()["verifies"] as? Int ?? 9, 1, "at \(at)")
            XCTAssertEqual(try Stage.shared.tell("trace")["in_field"] as? Bool, false, "at \(at)")
        }
    }

    /// The system has selected our application before it tells of a card, whatever the card can do.
    func test_a_card_that_the_system_selected_before_is_read_the_same() async throws {
        for card in ["fresh", "plain", "no-short-ids", "no-extended", "no-key-in-p2"] {
            let play = try Play.sensible(card)
            play.world.systemSelects = true
            try await play.run()
            await play.session.close()
            XCTAssertEqual(play.world.outcome, .registered, card)
            XCTAssertEqual(play.world.effects.filter { $0 == "select" }.isEmpty, false, card)
        }
    }

    /// The sheet has room for two short lines on a small phone with large text.
    func test_words_on_the_sheet_are_short_in_every_language() async throws {
        for language in ["ja", "ja-easy", "en"] {
            let lost: [Told] = [["at": "exchange", "nth": 2, "then": "lost-before"]]
            let play = try Play.sensible("fresh", ["language": language, "faults": lost])
            try await play.run()
            await play.session.close()
            let sheets = play.world.sheets
            XCTAssertGreaterThan(Set(sheets).count, 4, language)
            for sheet in sheets { XCTAssertTrue((1..<40).contains(sheet.count), sheet) }
        }
    }

    func test_storage_that_fails_anywhere_neither_loses_nor_doubles_a_registration() async throws {
        for slot in ["load pending", "save pending", "save receipt", "save status", "save"] {
            let play = try Play.sensible("fresh", ["faults": [["at": slot, "times": 99, "then": "fails"]]])
            try await play.run()
            await play.session.close()
            XCTAssertEqual(try play.found()["registrations"] as? Int, 1, slot)
            XCTAssertEqual(try play.found()["verifies"] as? Int, 1, slot)
        }
    }
}

/// Until that holds, for twenty seconds at most.
func until(_ holds: () async -> Bool) async throws {
    let end = Date() + 20
    while await !holds() {
        guard Date() < end else { throw Unmet("not within 20 s") }
        try await Task.sleep(for: .milliseconds(1))
    }
}

final class LockedBox<Value: Sendable>: @unchecked Sendable {  // its one field is touched under `lock`
    private let lock = NSLock()
    private var kept: Value
    init(_ value: Value) { kept = value }
    var value: Value {
        get { lock.withLock { kept } }
        set { lock.withLock { kept = newValue } }
    }
}
