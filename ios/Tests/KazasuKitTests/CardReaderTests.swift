import CoreNFC
import Foundation
import KazasuCore
import XCTest

@testable import KazasuKit

/// The reader alone, over Core NFC's stand-in.
final class CardReaderTests: XCTestCase {
    private let world = NFCWorld.shared

    override func setUp() { world.reset() }

    private func limits(_ change: (inout NfcLimits) -> Void) -> NfcLimits {
        var limits = NfcLimits.quick
        change(&limits)
        return limits
    }

    /// Looks for a card, and what came of it.
    private func open(_ reader: CardReader, _ sheet: String = "wait") -> LockedBox<[Answer]> {
        let told = LockedBox<[Answer]>([])
        reader.open(sheet: sheet) { told.value += [$0] }
        return told
    }

    private func openFault(_ reader: CardReader) async throws -> CardFault? {
        let told = open(reader)
        try await until { !told.value.isEmpty }
        guard case .cardFailed(let fault) = told.value[0] else { return nil }
        XCTAssertEqual(told.value.count, 1)
        return fault
    }

    func test_polls_for_iso_14443_and_tells_of_a_card_once() async throws {
        let reader = CardReader(limits: .quick)
        world.hold { [.iso7816(Card())] }
        let told = open(reader)
        try await until { !told.value.isEmpty }
        world.hold { [.iso7816(Card())] }  // a card that lies badly is found again and again
        try await Task.sleep(for: .milliseconds(50))
        XCTAssertEqual(told.value.count, 1)
        guard case .cardFound = told.value[0] else { return XCTFail("\(told.value)") }
        XCTAssertEqual(world.notes.first, .message("wait", onMain: true))
        XCTAssertEqual(world.notes.filter { $0 == .connected }.count, 1)
        XCTAssertTrue(world.notes.contains(.began(polling: NFCTagReaderSession.PollingOption.iso14443.rawValue)))
    }

    /// mobile-nfc §2.6, each code as a phone gives it before a card is found.
    func test_every_code_that_ends_a_session_has_its_meaning() async throws {
        let meanings: [(Int, CardFault)] = [
            (1, .nfcAbsent), (2, .other), (3, .other), (4, .other), (5, .other), (6, .nfcOff), (7, .other), (8, .other),
            (100, .noCard), (101, .noCard), (102, .noCard), (103, .noCard), (104, .noCard), (105, .other),
            (200, .dismissed), (201, .noCard), (202, .noCard), (203, .readerBusy), (4099, .readerBusy), (9999, .other),
        ]
        for (code, fault) in meanings {
            world.reset()
            world.failBeginning(code, code, code, code)
            let found = try await openFault(CardReader(limits: .quick))
            XCTAssertEqual(found, fault, "\(code)")
        }
    }

    /// And while a command is under way.
    func test_every_code_that_ends_a_command_has_its_meaning() {
        for code in [100, 101, 102, 103, 104, 201, 202, 203, 4099, 9999] {
            XCTAssertEqual(NfcTrouble.whileReading(code), .cardLost, "\(code)")
        }
        for code in [3, 4, 5, 105] { XCTAssertEqual(NfcTrouble.whileReading(code), .notSent, "\(code)") }
        XCTAssertEqual(NfcTrouble.whileReading(200), .cardFailed(fault: .dismissed))
    }

    func test_a_phone_without_nfc_says_so_and_begins_nothing() async throws {
        world.isReadingAvailable = false
        let fault = try await openFault(CardReader(limits: .quick))
        XCTAssertEqual(fault, .nfcAbsent)
        XCTAssertEqual(world.sessions, 0)
    }

    func test_a_busy_system_is_tried_again_three_times() async throws {
        world.failBeginning(203, 4099, 203)
        world.hold { [.iso7816(Card())] }
        let reader = CardReader(limits: .quick)
        let told = open(reader)
        try await until { !told.value.isEmpty }
        guard case .cardFound = told.value[0] else { return XCTFail("\(told.value)") }
        XCTAssertEqual(world.sessions, 4)
    }

    func test_two_cards_and_other_tags_are_named() async throws {
        world.hold { [.iso7816(Card()), .iso7816(Card())] }
        var fault = try await openFault(CardReader(limits: .quick))
        XCTAssertEqual(fault, .severalCards)
        world.reset()
        world.hold { [.miFare(Card())] }
        fault = try await openFault(CardReader(limits: .quick))
        XCTAssertEqual(fault, .notACard)
    }

    /// Polling anew cures a failed connection early in a session, and only there.
    func test_a_failed_connection_polls_anew_early_and_gives_up_late() async throws {
        world.failConnecting(100, 102)
        world.hold { [.iso7816(Card())] }
        let reader = CardReader(limits: .quick)
        let told = open(reader)
        try await until { !told.value.isEmpty }
        guard case .cardFound = told.value[0] else { return XCTFail("\(told.value)") }
        XCTAssertEqual(world.notes.filter { $0 == .restarted }.count, 2)
        world.reset()
        world.failConnecting(100)
        world.hold { [.iso7816(Card())] }
        let fault = try await openFault(CardReader(limits: limits { $0.polling = 0 }))
        XCTAssertEqual(fault, .noCard)
        XCTAssertFalse(world.notes.contains(.restarted))
    }

    func test_a_card_is_looked_for_no_longer_than_leaves_it_time() async throws {
        XCTAssertEqual(NfcLimits().looking + 20, 60)
        XCTAssertLessThanOrEqual(NfcLimits().reading, 15)
        let fault = try await openFault(CardReader(limits: limits { $0.looking = 0.05 }))
        XCTAssertEqual(fault, .noCard)
    }

    func test_late_on_a_connection_no_command_is_begun() async throws {
        let card = Card()
        let reader = CardReader(limits: limits { $0.reading = 0.5 })
        world.hold { [.iso7816(card)] }
        let commands = try await [Commands.shared.next(), Commands.shared.next()]
        let told = open(reader)
        try await until { !told.value.isEmpty }
        let first = await send(reader, commands[0])
        XCTAssertEqual(first, .cardAnswered(bytes: Data([0x90, 0x00])))
        try await Task.sleep(for: .milliseconds(600))
        let late = await send(reader, commands[1])
        XCTAssertEqual(late, .cardLost)
        XCTAssertEqual(card.sent.value, 1)
    }

    func test_a_card_that_never_answers_is_lost_after_its_time() async throws {
        let card = Card()
        card.isSilent = true
        let reader = CardReader(limits: .quick)
        world.hold { [.iso7816(card)] }
        let told = open(reader)
        try await until { !told.value.isEmpty }
        let answer = try await send(reader, Commands.shared.next(), timeoutMs: 50)
        XCTAssertEqual(answer, .cardLost)
    }

    /// The one place that ends a session ends it once, whoever asks how often; what the system says then is expected.
    func test_a_session_is_ended_once_with_its_last_words() async throws {
        let reader = CardReader(limits: .quick)
        world.hold { [.iso7816(Card())] }
        let told = open(reader)
        try await until { !told.value.isEmpty }
        for _ in 0..<3 { reader.close(sheet: "done", success: true) }
        try await until { !world.isPolling }
        try await Task.sleep(for: .milliseconds(20))
        XCTAssertEqual(world.notes.suffix(2), [.message("done", onMain: true), .invalidated(error: nil)])
        XCTAssertEqual(told.value.count, 1)
        world.reset()
        world.hold { [.iso7816(Card())] }
        let again = open(reader)
        try await until { !again.value.isEmpty }
        reader.close(sheet: "failed", success: false)
        try await until { !world.isPolling }
        XCTAssertEqual(world.notes.filter { $0 == .invalidated(error: "failed") }.count, 1)
    }

    /// Two sessions at a time are refused: the next begins when the one before it has said that it is over, and a while
    /// after.
    func test_the_next_session_waits_for_the_end_of_the_one_before() async throws {
        let reader = CardReader(limits: limits { $0.between = 0.1 })
        for _ in 0..<3 {
            let told = open(reader)
            try await until { world.isPolling }
            reader.close(sheet: "", success: false)
            XCTAssertTrue(told.value.isEmpty)
            try await until { !world.isPolling }
        }
        _ = open(reader)
        try await until { world.isPolling }
        let times = world.timedNotes
        for (at, note) in times.enumerated() {
            guard case .began = note.1,
                let end = times[..<at].last(where: { if case .invalidated = $0.1 { true } else { false } })
            else { continue }
            XCTAssertGreaterThanOrEqual(note.at.timeIntervalSince(end.at), 0.09)
        }
        XCTAssertEqual(world.sessions, 4)
    }

    func test_a_session_whose_end_is_never_told_does_not_block_the_next() async throws {
        let reader = CardReader(limits: limits { $0.ending = 0.05 })
        world.swallowInvalidation()
        _ = open(reader)
        try await until { world.isPolling }
        reader.close(sheet: "", success: false)
        try await until { !world.isPolling }
        world.hold { [.iso7816(Card())] }
        let told = open(reader)
        try await until { !told.value.isEmpty }
        guard case .cardFound = told.value[0] else { return XCTFail("\(told.value)") }
    }

    /// What an older session still says hits nothing.
    func test_late_and_double_callbacks_are_ignored() async throws {
        let reader = CardReader(limits: .quick)
        _ = open(reader)
        try await until { world.isPolling }
        let old = world.current
        reader.close(sheet: "", success: false)
        try await until { !world.isPolling }
        let told = open(reader)
        try await until { world.isPolling }
        if let old { world.sayAgain(to: old, 201) }
        try await Task.sleep(for: .milliseconds(20))
        XCTAssertTrue(told.value.isEmpty)
        world.hold { [.iso7816(Card())] }
        try await until { !told.value.isEmpty }
        guard case .cardFound = told.value[0] else { return XCTFail("\(told.value)") }
    }

    /// Words come from the main thread, at most four a second, and the newest are never left out.
    func test_the_sheet_changes_four_times_a_second_at_most() async throws {
        var commands: [CardCommand] = []
        for _ in 1...20 { try await commands.append(Commands.shared.next()) }
        let reader = CardReader(limits: limits { $0.words = 0.25 })
        world.hold { [.iso7816(Card())] }
        let told = open(reader)
        try await until { !told.value.isEmpty }
        let begun = Date()
        for percent in 1...20 { _ = await send(reader, commands[percent - 1], sheet: "\(percent) %") }
        try await until { world.messages.last == "20 %" }
        XCTAssertLessThanOrEqual(world.messages.count, 2 + Int(Date().timeIntervalSince(begun) / 0.25))
        XCTAssertTrue(world.notes.allSatisfy { if case .message(_, false) = $0 { false } else { true } })
    }

    private func send(
        _ reader: CardReader, _ command: CardCommand, timeoutMs: UInt32 = 5000, sheet: String = "read"
    ) async -> Answer {
        await withCheckedContinuation { go in
            reader.transmit(command, timeoutMs: timeoutMs, sheet: sheet) { go.resume(returning: $0) }
        }
    }
}

/// A tag that answers 9000 to everything.
final class Card: NSObject, NFCISO7816Tag, NFCMiFareTag, @unchecked Sendable {  // `isSilent` is set before it is held
    let initialSelectedAID = ""
    let applicationData: Data? = nil
    var isSilent = false
    let sent = LockedBox(0)

    func sendCommand(
        apdu: NFCISO7816APDU, completionHandler: @escaping @Sendable (Data, UInt8, UInt8, (any Error)?) -> Void
    ) {
        sent.value += 1
        if !isSilent { DispatchQueue.global().async { completionHandler(Data(), 0x90, 0x00, nil) } }
    }
}

/// Real commands: nobody but the core makes any. The first of a fresh session each time.
actor Commands {
    static let shared = Commands()

    func next() async throws -> CardCommand {
        let place = try Stage.shared.start("fresh")
        let now = Now(monotonicMs: 0, unixS: Int64(Date().timeIntervalSince1970))
        let platform = PlatformSpec(
            origin: place.origin, environment: .sandbox, name: ["en": "Practice"], sandboxAddress: place.address)
        let session = try Session.register(
            platform: platform, client: Client(name: "kazasu", version: "0.1.0", platform: "ios"),
            presentation: Presentation(language: .english, shell: .ios), now: now)
        for _ in 0..<100 {
            while let next = try session.takeEffect() {
                let answer: Answer
                switch next.effect {
                case .load: answer = .loaded(bytes: nil)
                case .random(let count): answer = .randomBytes(bytes: Data(count: Int(count)))
                case .send(let request): answer = await Play.http.send(request)
                case .openCard: answer = .cardFound(facts: CardFacts(extendedLength: nil))
                case .transmit(let command, _, _, _): return command
                default: continue
                }
                try session.handle(now: now, event: .answered(id: next.id, answer: answer))
            }
            let screen = try session.screen()
            if screen.hasPin {
                let pin = PinEntry()
                for digit: UInt8 in [1, 2, 3, 4] { try pin.push(digit: digit) }
                try session.enterPin(now: now, screen: screen.serial, pin: pin)
            } else if let action = screen.actions.first(where: { [.agree, .apply].contains($0.id) }) {
                try session.handle(now: now, event: .pressed(screen: screen.serial, action: action.id))
            }
        }
        throw Unmet("no command")
    }
}
