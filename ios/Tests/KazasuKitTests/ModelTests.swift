import CoreNFC
import Foundation
import KazasuCore
import KazasuUI
import Security
import SwiftUI
import UIKit
import XCTest

@testable import KazasuKit

/// The model that views draw, on the main actor, with the Keychain's stand-in, and the iOS half of HRP/1's checks.
@MainActor final class ModelTests: XCTestCase {
    override func setUp() async throws {
        KeychainWorld.shared.reset()
        PhoneWorld.notes = []
    }

    private func model(_ card: String = "fresh", store: any Store = SealedStore()) throws -> (KazasuModel, World) {
        let place = try Stage.shared.start(card)
        let world = World()
        var ports = world.ports(Play.http)
        ports.store = store
        ports.clock = SystemClock()
        let platform = PlatformSpec(
            origin: place.origin, environment: .sandbox, name: ["en": "Practice", "ja": "練習", "ja-easy": "練習"],
            sandboxAddress: place.address)
        let client = Client(name: "kazasu", version: "0.1.0", platform: "ios")
        let model = KazasuModel(platform, client: client, ports: ports, entry: .register, language: .english)
        return (model, world)
    }

    private func until(_ model: KazasuModel, _ ids: String...) async throws -> Screen {
        try await eventually { model.screen.map { ids.contains($0.id) } ?? false }
        return try XCTUnwrap(model.screen)
    }

    private func eventually(_ holds: () -> Bool) async throws {
        let end = Date() + 20
        while !holds() {
            guard Date() < end else { throw Unmet("not within 20 s") }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    private func toPin(_ model: KazasuModel) async throws -> Screen {
        _ = try await until(model, "terms")
        model.press(.agree)
        _ = try await until(model, "apply")
        model.press(.apply)
        return try await until(model, "pin")
    }

    private func type(_ digits: [UInt8], _ model: KazasuModel) {
        for digit in digits { model.type(digit) }
    }

    func test_a_person_registers_and_feels_it() async throws {
        let (model, world) = try model()
        let closed = LockedBox<Outcome?>(nil)
        model.onClosed = { closed.value = $0 }
        _ = try await toPin(model)
        type([1, 2, 3, 5], model)
        model.erase()
        type([4, 9], model)
        XCTAssertEqual(model.typed, 4)
        model.press(.submitPin)
        XCTAssertEqual(model.typed, 0)
        _ = try await until(model, "done")
        XCTAssertFalse(model.isHolding)
        XCTAssertEqual(
            Array(PhoneWorld.notes.filter { [.impact, .success, .error].contains($0) }), [.impact, .success])
        XCTAssertTrue(PhoneWorld.notes.contains(.awake(true)))
        XCTAssertEqual(PhoneWorld.notes.last(where: { if case .awake = $0 { true } else { false } }), .awake(false))
        model.press(.finish)
        try await eventually { closed.value != nil }
        XCTAssertEqual(closed.value, .registered)
        XCTAssertEqual(NFCWorld.shared.messages.filter { $0.count >= 40 }, [])
        _ = world
    }

    /// Who asks, what for and what is agreed to stand before the PIN.
    func test_t38_who_asks_and_what_is_agreed_to_stand_before_the_pin() async throws {
        let phone = try Phone()
        try await phone.until("terms")
        let terms = phone.drawn
        let name = "Kazasu practice platform"
        for words in ["through \(name)", "Connected to: \(name)", "never sent anywhere"] {
            XCTAssertTrue(terms.written.contains { $0.contains(words) }, "\(words): \(terms.written)")
        }
        XCTAssertTrue(terms.all.contains { $0.kind == "Toggle" })
        try phone.press(.agree)
        try await phone.until("apply")
        XCTAssertTrue(phone.drawn.written.contains { $0.lowercased().contains("regist") }, "\(phone.drawn.written)")
        try phone.press(.apply)
        try await phone.until("pin")
        XCTAssertEqual(phone.model.screen?.secret, true)
    }

    /// Counters 3, 2, 1, 0: what is left is drawn each time; nothing is sent again by itself, and the last try by no accident.
    func test_t38_tries_left_are_drawn_at_every_counter() async throws {
        let phone = try Phone()
        try await phone.toPin()
        func wrong() throws {
            for digit in phone.pin { try phone.key((digit + 1) % 10) }
            try phone.press(.submitPin)
            XCTAssertEqual(phone.model.typed, 0)
        }
        let serial = try XCTUnwrap(phone.model.screen?.serial)
        try wrong()
        try await phone.eventually { phone.model.screen.map { $0.id == "pin" && $0.serial > serial } ?? false }
        XCTAssertTrue(phone.drawn.written.contains { $0.contains("2 more") }, "\(phone.drawn.written)")
        try wrong()
        try await phone.until("last_try")
        XCTAssertTrue(phone.drawn.written.contains { $0.lowercased().contains("one try") }, "\(phone.drawn.written)")
        XCTAssertEqual(try Stage.shared.tell("trace")["tries_left"] as? Int, 1)
        try phone.press(.useLastTry)
        try await phone.until("pin")
        try wrong()
        try await phone.until("trouble")
        XCTAssertTrue(phone.drawn.written.contains { $0.contains("locked") }, "\(phone.drawn.written)")
        XCTAssertEqual(try Stage.shared.tell("trace")["tries_left"] as? Int, 0)
        XCTAssertEqual(phone.world.commands.filter { $0.count > 4 && $0[1] == 0x20 }.count, 3)
        let other = try Phone("locked")
        try await other.toPin()
        for digit in other.pin { try other.key(digit) }
        try other.press(.submitPin)
        try await other.until("trouble")
        XCTAssertEqual(other.world.commands.filter { $0.count > 4 && $0[1] == 0x20 }.count, 0)
    }

    /// Nothing that is saved leaves the phone: not by a backup, not by iCloud's Keychain.
    func test_t03_everything_saved_stays_on_this_device() async throws {
        let store = SealedStore()
        try store.save(Data([1]), in: "receipt/a")
        try store.save(Data([2]), in: "receipt/a")
        XCTAssertEqual(try store.load("receipt/a"), Data([2]))
        XCTAssertNil(try store.load("receipt/b"))
        for item in KeychainWorld.shared.items {
            XCTAssertEqual(item.attributes["pdmn"], kSecAttrAccessibleWhenUnlockedThisDeviceOnly)
            XCTAssertEqual(item.attributes["sync"], "false")
            XCTAssertEqual(item.attributes["class"], kSecClassGenericPassword)
        }
        KeychainWorld.shared.fail(errSecInteractionNotAllowed)
        XCTAssertThrowsError(try store.load("receipt/a"))
        XCTAssertThrowsError(try store.save(Data([3]), in: "receipt/a"))
        KeychainWorld.shared.fail(nil)
        store.forget("receipt/a")
        XCTAssertNil(try store.load("receipt/a"))
    }

    /// In the background what is typed is gone at once, a reading is given up, and the way on is a screen before the PIN.
    func test_t06_out_of_sight_the_pin_is_wiped_and_a_reading_given_up() async throws {
        let (model, world) = try model()
        _ = try await toPin(model)
        type([1, 2], model)
        model.hide()
        XCTAssertEqual(model.typed, 0)
        XCTAssertEqual(model.pin.count, 0)
        NFCWorld.shared.hold(nil)
        type([1, 2, 3, 4], model)
        model.press(.submitPin)
        _ = try await until(model, "hold")
        try await eventually { NFCWorld.shared.isPolling }
        try await eventually { model.isHolding }
        model.hide()
        _ = try await until(model, "apply")
        NFCWorld.shared.end(202)
        try await eventually { !model.isHolding }
        XCTAssertTrue(world.commands.isEmpty)
    }

    func test_a_language_is_kept_and_a_storage_that_fails_stops_nobody() async throws {
        let (first, _) = try model()
        _ = try await until(first, "terms")
        first.speak(.plainJapanese)
        try await eventually { first.screen?.language == .plainJapanese }
        await first.session.close()
        let (second, _) = try model()
        let again = try await until(second, "terms")
        XCTAssertEqual(again.language, .plainJapanese)
        KeychainWorld.shared.fail(errSecInteractionNotAllowed)
        let (third, _) = try model()
        _ = try await until(third, "terms", "trouble")
        XCTAssertNotNil(third.screen)
    }
}
