import CoreNFC
import Foundation
import KazasuCore
import SwiftUI
import XCTest

@testable import KazasuKit
@testable import KazasuUI

/// The app as it begins: home and what is around a registration, by what is drawn.
@MainActor final class HomeTests: XCTestCase {
    override func setUp() async throws { EnvironmentValues.now = EnvironmentValues() }

    override func tearDown() async throws { EnvironmentValues.now = EnvironmentValues() }

    /// Registering stands first; every entry is reached from home, and the person's way back leads there again.
    func test_req_03_req_25_home_leads_to_every_entry_and_back() async throws {
        let phone = try Phone(entry: .home)
        try await phone.until("home")
        let entries: [ActionId] = [
            .register, .status, .insurance, .checkCard, .prepare, .guide, .receipts, .release, .practice, .about,
        ]
        // And nothing else: an app on an iPhone does not end itself.
        XCTAssertEqual(phone.model.screen?.actions.map(\.id), entries)
        XCTAssertNil(phone.model.screen?.back)
        var places: Set<String> = []
        for entry in entries {
            try phone.press(entry)
            try await phone.eventually { !["home", "loading"].contains(phone.model.screen?.id) }
            places.insert(phone.model.screen?.id ?? "")
            try await goHome(phone)
        }
        XCTAssertEqual(places.count, entries.count - 1, "status and insurance both begin by signing in: \(places)")
        XCTAssertNil(phone.closed.value)
    }

    private func goHome(_ phone: Phone) async throws {
        while let screen = phone.model.screen, screen.id != "home" {
            try XCTUnwrap(phone.drawn.all.compactMap(\.escape).first)()
            try await phone.eventually { phone.model.screen.map { $0.serial != screen.serial } ?? false }
        }
    }

    /// Somebody registers from home, finds their receipt there, and looks at the card without its PIN.
    func test_req_130_what_was_registered_from_home_is_found_there() async throws {
        let phone = try Phone(entry: .home, store: SealedStore(service: "dev.kazasu.tests.home"))
        try await phone.until("home")
        try phone.press(.register)
        try await phone.toPin()
        for digit in phone.pin { try phone.key(digit) }
        try phone.press(.submitPin)
        try await phone.until("done")
        try phone.press(.finish)
        try await phone.until("home")
        try phone.press(.receipts)
        try await phone.until("receipt")
        try await goHome(phone)
        try phone.press(.checkCard)
        try await phone.until("check_card")
        try phone.press(.readCard)
        try await phone.until("card_report")
        XCTAssertEqual(phone.world.commands.filter { $0.count > 4 && $0[1] == 0x20 }.count, 1)
        XCTAssertNil(phone.closed.value)
    }

    /// A phone that cannot read cards says so at home, before anybody types a PIN; and no longer once it can.
    func test_req_16_a_phone_without_nfc_says_so_at_home() async throws {
        let phone = try Phone(entry: .home)
        func warns() -> Bool {
            (phone.model.screen?.blocks ?? []).contains { if case .notice(.warning, _) = $0 { true } else { false } }
        }
        try await phone.until("home")
        XCTAssertFalse(warns())
        phone.world.locked { phone.world.readiness = .nfcAbsent }
        phone.drawn.change(to: ScenePhase.active)
        try await phone.eventually { warns() }
        phone.world.locked { phone.world.readiness = .ready }
        phone.drawn.change(to: ScenePhase.active)
        try await phone.eventually { !warns() }
        XCTAssertEqual(CardReader().readiness, .ready)
        NFCWorld.shared.isReadingAvailable = false
        XCTAssertEqual(CardReader().readiness, .nfcAbsent)
        NFCWorld.shared.reset()
    }
}
