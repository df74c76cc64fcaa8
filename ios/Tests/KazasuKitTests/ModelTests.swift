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
    private var canary: Data { Data("1234".utf8) }

    override func setUp() async throws {
        KeychainWorld.shared.reset()
        PhoneWorld.notes = []
    }

    private func model(_ card: String = "fresh", store: any Store = SealedStore()) throws -> (RegistrationModel, World)
    {
        let place = try Stage.shared.start(card)
        let world = World()
        var ports = world.ports(Play.http)
        ports.store = store
        ports.clock = SystemClock()
        let platform = PlatformSpec(
            origin: place.origin, environment: .sandbox, name: ["en": "Practice", "ja": "練習", "ja-easy": "練習"],
            sandboxAddress: place.address)
        let client = Client(name: "kazasu", version: "0.1.0", platform: "ios")
        return (RegistrationModel(platform, client: client, ports: ports, language: .english), world)
    }

    private func until(_ model: RegistrationModel, _ ids: String...) async throws -> Screen {
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

    private func toPin(_ model: RegistrationModel) async throws -> Screen {
        _ = try await until(model, "terms")
        model.press(.agree)
        _ = try await until(model, "apply")
        model.press(.apply)
        return try await until(model, "pin")
    }

    private func type(_ digits: [UInt8], _ model: RegistrationModel) {
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

    /// REQ-38, REQ-41, REQ-42 are the core's words; that they and who asks stand before the PIN is looked at here.
    func test_t38_who_asks_is_said_before_the_pin_and_tries_left_after_it() async throws {
        let (model, world) = try model()
        let terms = try await until(model, "terms")
        XCTAssertTrue(terms.texts.contains { $0.contains("Practice") || $0.contains("Kazasu") }, "\(terms.texts)")
        model.press(.agree)
        _ = try await until(model, "apply")
        model.press(.apply)
        let pin = try await until(model, "pin")
        XCTAssertTrue(pin.secret)
        // Masked, with a way to see it; how many digits there are is told, from none to all.
        guard
            case .pinField(_, _, let show, _, let digits, let erase, let entered) = pin.blocks.first(
                where: \.isPinField)
        else { return XCTFail("no field") }
        XCTAssertEqual(entered.count, Int(digits) + 1)
        XCTAssertFalse(show.written.isEmpty || erase.spoken.isEmpty)
        // Wrong twice: what is left is said each time, and nothing is sent again by itself.
        for left in ["2", "1"] {
            type([9, 9, 9, 9], model)
            let before = try XCTUnwrap(model.screen?.serial)
            model.press(.submitPin)
            try await eventually {
                !model.isHolding && (model.screen?.serial ?? 0) > before && model.screen?.id != "hold"
            }
            let said = try XCTUnwrap(model.screen).texts.joined(separator: " ")
            XCTAssertTrue(said.contains(left) || said.lowercased().contains("one"), said)
            XCTAssertEqual(model.typed, 0)
        }
        XCTAssertEqual(try Stage.shared.tell("trace")["tries_left"] as? Int, 1)
        XCTAssertEqual(world.commands.filter { $0.count > 4 && $0[1] == 0x20 }.count, 2)
    }

    /// The digits never reach storage, the sheet, what is announced or copied, or anything printed of the model.
    func test_t01_t02_t05_the_pin_is_nowhere_but_in_the_command() async throws {
        let (model, world) = try model()
        _ = try await toPin(model)
        type([1, 2, 3, 4], model)
        XCTAssertFalse("\(model) \(model.pin)".contains("1234"))
        var dumped = ""
        dump(model, to: &dumped)
        XCTAssertFalse(dumped.contains("1234"))
        model.press(.submitPin)
        _ = try await until(model, "done")
        // The receipt and the token are saved after the screen is shown, and the signed request goes then.
        try await eventually { !KeychainWorld.shared.items.contains { $0.attributes["acct"] == "pending" } }
        XCTAssertEqual(world.commands.filter { $0.range(of: canary) != nil }.count, 1)
        for item in KeychainWorld.shared.items { XCTAssertNil(item.data.range(of: canary)) }
        XCTAssertTrue(
            KeychainWorld.shared.items.allSatisfy {
                ["preferences", "receipt", "status"].contains(
                    $0.attributes["acct"]?.split(separator: "/").first.map(String.init) ?? "")
            })
        XCTAssertFalse(NFCWorld.shared.messages.joined().contains("1234"))
        for note in PhoneWorld.notes {
            if case .copied = note { XCTFail("copied") }
            if case .announced(let said) = note { XCTAssertFalse(said.contains("1234")) }
        }
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
        XCTAssertTrue(model.isHolding)
        model.hide()
        _ = try await until(model, "apply")
        NFCWorld.shared.end(202)
        XCTAssertTrue(world.commands.isEmpty)
        XCTAssertFalse(model.isHolding)
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

    /// Every view can be made of every screen on the way, in every language (types and isolation; not how it looks).
    func test_every_screen_on_the_way_can_be_drawn() async throws {
        let (model, _) = try model()
        for language in [Language.japanese, .plainJapanese, .english] {
            model.speak(language)
            try await eventually { model.screen?.language == language }
            _ = RegistrationView(model).body
        }
        XCTAssertTrue(PhoneWorld.notes.allSatisfy { $0 != .error })
    }
}

extension Block {
    fileprivate var isPinField: Bool { if case .pinField = self { true } else { false } }
}

extension Screen {
    /// Everything that is written on it.
    var texts: [String] {
        [title.written] + actions.map(\.label.written)
            + blocks.flatMap { block -> [String] in
                switch block {
                case .paragraph(let text), .notice(_, let text), .heading(let text), .busy(let text): [text.written]
                case .bullets(let items): items.map(\.written)
                case .checks(let items): items.map(\.text.written)
                case .checkbox(_, let label, let help, _): [label.written, help.written]
                case .outwardLink(let link): [link.text.written]
                case .rows(let rows): rows.flatMap { [$0.label.written, $0.value.written] }
                case .namedValues(let pairs): pairs.flatMap { [$0.name.written, $0.value.written] }
                case .pinField(let label, let hint, _, let prompt, _, _, _):
                    [label.written, hint.written, prompt.written]
                default: []
                }
            }
    }
}
