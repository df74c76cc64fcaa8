import KazasuCore
import KazasuKit
import KazasuUI
import SwiftUI
import UIKit
import XCTest

/// On a Mac: Apple's own frameworks and the library as an app links it. Linux compiles these against its stand-ins.
@MainActor final class SimulatorTests: XCTestCase {
    /// The Keychain itself keeps, replaces and forgets. (A simulator has one; what it seals with is a phone's.)
    func test_the_keychain_keeps_replaces_and_forgets() throws {
        let store = SealedStore(service: "dev.kazasu.tests")
        store.forget("pending")
        XCTAssertNil(try store.load("pending"))
        try store.save(Data([1]), in: "pending")
        try store.save(Data([2, 3]), in: "pending")
        XCTAssertEqual(try store.load("pending"), Data([2, 3]))
        store.forget("pending")
        XCTAssertNil(try store.load("pending"))
    }

    /// A simulator has no NFC, and says so.
    func test_without_nfc_a_card_is_not_looked_for() async throws {
        let reader = CardReader()
        let answer = await withCheckedContinuation { go in reader.open(sheet: "…") { go.resume(returning: $0) } }
        XCTAssertEqual(answer, .cardFailed(fault: .nfcAbsent))
    }

    /// The library links, the session starts, and its first screen can be drawn in the largest text size.
    func test_the_first_screen_is_drawn() async throws {
        let platform = PlatformSpec(
            origin: "https://sandbox.example", environment: .sandbox, name: ["en": "Practice"],
            sandboxAddress: "http://127.0.0.1:9")
        let ports = Ports(card: CardReader(), store: SealedStore(service: "dev.kazasu.tests"), http: try CoreHttp())
        let client = Client(name: "kazasu", version: "0.1.0", platform: "ios")
        let model = KazasuModel(platform, client: client, ports: ports, language: .english)
        let end = Date() + 20
        while model.screen == nil, Date() < end { try await Task.sleep(for: .milliseconds(10)) }
        XCTAssertNotNil(model.screen)
        let host = UIHostingController(rootView: KazasuView(model))
        let size = host.sizeThatFits(in: CGSize(width: 375, height: 10_000))
        XCTAssertGreaterThan(size.height, 0)
    }
}
