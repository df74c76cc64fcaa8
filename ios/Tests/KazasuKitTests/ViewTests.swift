import CoreNFC
import Foundation
import KazasuCore
import SwiftUI
import UIKit
import XCTest

@testable import KazasuKit
@testable import KazasuUI

/// The views, by what they come to: what is seen, said and pressed. Their looks are a Mac's to show.
@MainActor final class ViewTests: XCTestCase {
    override func setUp() async throws {
        PhoneWorld.notes = []
        EnvironmentValues.now = EnvironmentValues()
    }

    override func tearDown() async throws { EnvironmentValues.now = EnvironmentValues() }

    /// Somebody registers by what stands on the screen, and presses nothing else.
    func test_a_person_registers_by_what_is_drawn() async throws {
        let phone = try Phone()
        try await phone.until("terms")
        try phone.press(.agree)
        try await phone.until("apply")
        try phone.press(.apply)
        try await phone.until("pin")
        for digit in phone.pin { try phone.key(digit) }
        try phone.press(.submitPin)
        try await phone.until("done")
        try phone.press(.finish)
        try await phone.eventually { phone.closed.value != nil }
        XCTAssertEqual(phone.closed.value, .registered)
    }

    /// The PIN's places and keys: no field, no text of what was typed, how many digits are said and never which.
    func test_t04_t38_typed_digits_are_dots_until_the_person_asks() async throws {
        let phone = try Phone()
        try await phone.toPin()
        let screen = try XCTUnwrap(phone.model.screen)
        let field = try XCTUnwrap(screen.pinField)
        guard case .pinField(let label, _, let show, _, let digits, let erase, let entered) = field else { return }
        let pad = PinPad(
            model: phone.model, label: label, show: show, digits: Int(digits), erase: erase, entered: entered)
        func drawn() -> Drawn { Drawn.of(pad) }
        func numerals() -> [String] { drawn().written.filter { $0.count == 1 && $0.first!.isNumber }.sorted() }
        let keys = (0...9).map(String.init)
        XCTAssertEqual(numerals(), keys)
        XCTAssertTrue(Set(drawn().all.map(\.kind)).isDisjoint(with: ["TextField", "SecureField", "TextEditor"]))
        for (count, digit) in phone.pin.enumerated() {
            let places = try XCTUnwrap(drawn().all.first { $0.isPrivate })
            XCTAssertEqual(places.said, entered[count].spoken)
            XCTAssertTrue(places.ignoresChildren)
            try phone.key(digit)
            XCTAssertEqual(numerals(), keys, "a digit is shown by itself")
            XCTAssertEqual(drawn().all.filter { $0.text == "circle.fill" }.count, count + 1)
        }
        let toggle = try XCTUnwrap(drawn().all.first { $0.kind == "Toggle" })
        XCTAssertEqual(toggle.isOn, false)
        toggle.set?(true)
        XCTAssertEqual(numerals(), (keys + phone.pin.map(String.init)).sorted())
        XCTAssertFalse(drawn().spoken.map(\.said).contains { said in phone.text == said.filter(\.isNumber) })
        // And they go out of sight by themselves.
        for task in drawn().all.flatMap(\.tasks) { await task() }
        XCTAssertEqual(numerals(), keys)
    }

    /// In the app switcher a blank is on top, that VoiceOver does not know; the NFC sheet alone takes nothing away.
    func test_t06_out_of_sight_all_is_covered_and_the_pin_is_wiped() async throws {
        let phone = try Phone()
        try await phone.toPin()
        for digit in phone.pin { try phone.key(digit) }
        func cover(_ phase: ScenePhase) -> Drawn? {
            EnvironmentValues.now.scenePhase = phase
            let front = phone.drawn.children.first?.children.last
            return front?.all.first { $0.kind == "Color" && $0.fillsScreen }
        }
        XCTAssertNil(cover(.active))
        for phase in [ScenePhase.inactive, .background] {
            let blank = try XCTUnwrap(cover(phase), "\(phase)")
            XCTAssertEqual(blank.text, "systemBackground")
            XCTAssertTrue(blank.isUnspoken)
        }
        phone.drawn.change(to: ScenePhase.inactive)
        XCTAssertEqual(phone.model.typed, 4)
        phone.drawn.change(to: ScenePhase.background)
        XCTAssertEqual(phone.model.typed, 0)
        XCTAssertEqual(phone.model.pin.count, 0)
        // While the sheet is up the app is inactive, and what is behind it stays.
        NFCWorld.shared.hold(nil)
        EnvironmentValues.now.scenePhase = .active
        for digit in phone.pin { try phone.key(digit) }
        try phone.press(.submitPin)
        try await phone.until("hold")
        try await phone.eventually { phone.model.isHolding }
        XCTAssertNil(cover(.inactive))
        XCTAssertNotNil(cover(.background))
    }

    /// A clipboard is given the code of a failure, by the button for it, and nothing by any other.
    func test_t05_only_the_code_of_a_failure_is_copied() async throws {
        let code = Block.code(text: .plain("Code: C12"), code: "C12", copy: .plain("Copy the code"))
        let screen = try await someScreen().with(blocks: [.paragraph(text: .plain("It moved.")), code])
        let drawn = Looks.of(screen)
        let buttons = drawn.all.filter { $0.press != nil }
        for button in buttons where button.said != "Copy the code" { button.press?() }
        XCTAssertEqual(PhoneWorld.notes.filter(\.isCopy), [])
        try XCTUnwrap(buttons.first { $0.said == "Copy the code" }).press?()
        XCTAssertEqual(PhoneWorld.notes.filter(\.isCopy), [.copied("C12")])
    }

    /// A platform's text is text, whatever is in it: no link is made of it, nothing is fetched, no markup is followed.
    func test_t09_a_platforms_text_is_drawn_as_text_whatever_it_says() async throws {
        let pieces = [
            "# Terms", "- item", "<script>alert(1)</script>", "[here](javascript:alert(1))", "**bold**", "plain", "",
            "https://evil.example", "![x](https://evil.example/p.png)", "<a href='tel:119'>", "####", "\u{202E}gnp",
            "- ",
        ]
        var random = Seeded(7)
        for _ in 0..<300 {
            let lines = (0..<8).map { _ in pieces.randomElement(using: &random)! }
            let drawn = Drawn.of(DocumentView(text: lines.joined(separator: "\n")))
            XCTAssertEqual(Set(drawn.all.map(\.kind)).subtracting(["Group", "Text"]), [])
            let wanted = lines.map { $0.drop { "#- ".contains($0) } }.filter { !$0.isEmpty }
            XCTAssertEqual(wanted.filter { line in !drawn.written.contains { $0.hasSuffix(line) } }, [])
        }
    }

    /// Links lead out by https and by nothing else, whatever stands in them.
    func test_t08_a_link_leads_to_a_page_and_to_nothing_else() async throws {
        let schemes = [
            "https", "http", "javascript", "data", "file", "tel", "sms", "kazasu", "HTTPS", "", "https:https",
            "settings",
        ]
        let rests = [
            "://a.example/faq", ":alert(1)", "://", ":", "//a.example", "://a.example/?origin=https://b.example#x",
        ]
        var random = Seeded(8)
        for at in 0..<500 {
            var url = schemes.randomElement(using: &random)! + rests.randomElement(using: &random)!
            let odd = Character(UnicodeScalar(UInt8.random(in: 1...126, using: &random)))
            if at % 3 == 0 { url.insert(odd, at: url.startIndex) }
            for link in links(url) { XCTAssertEqual(link.text.flatMap { URL(string: $0)?.scheme }, "https", url) }
        }
        XCTAssertEqual(links("https://a.example/faq").map(\.text), ["https://a.example/faq"])
    }

    private func links(_ url: String) -> [Drawn] {
        Drawn.of(OutwardLink(link: OutLink(text: .plain("Help"), url: url))).all.filter { $0.kind == "Link" }
    }

    /// VoiceOver's scrub leads back; the title has the focus on a new screen.
    func test_req_126_scrubbing_goes_back_and_the_title_has_the_focus() async throws {
        let phone = try Phone()
        try await phone.until("terms")
        try phone.press(.agree)
        try await phone.until("apply")
        try XCTUnwrap(phone.drawn.all.compactMap(\.escape).first)()
        try await phone.until("terms")
        let screen = try XCTUnwrap(phone.model.screen)
        let view = ScreenView(screen: screen, model: phone.model)
        func title() -> Drawn? {
            Drawn.of(view).all.first { $0.said == screen.title.spoken && $0.traits.contains(.isHeader) }
        }
        XCTAssertEqual(title()?.isFocused(), false)
        for task in Drawn.of(view).tasks { await task() }
        XCTAssertEqual(title()?.isFocused(), true)
    }

    /// A tick and a language go to the core by the controls for them.
    func test_boxes_and_languages_are_chosen_by_what_is_drawn() async throws {
        let phone = try Phone()
        try await phone.until("terms")
        let menu = try XCTUnwrap(phone.drawn.all.first { $0.kind == "Menu" })
        let choices = menu.menu.flatMap(\.all).filter { $0.press != nil }
        XCTAssertEqual(choices.count, 3)
        XCTAssertEqual(choices.filter { $0.traits.contains(.isSelected) }.map(\.said), ["English"])
        choices.first { $0.said == "日本語" }?.press?()
        try await phone.eventually { phone.model.screen.map { $0.language == .japanese && $0.id == "terms" } ?? false }
        let box = try XCTUnwrap(phone.drawn.all.first { $0.kind == "Toggle" })
        box.set?(box.isOn != true)
        try await phone.eventually { phone.drawn.all.first { $0.kind == "Toggle" }?.isOn != box.isOn }
    }

    private func someScreen() async throws -> Screen {
        let phone = try Phone()
        try await phone.until("terms")
        return try XCTUnwrap(phone.model.screen)
    }
}

/// The app's view on a phone, with a card of a PIN that nobody chose.
@MainActor final class Phone {
    let model: KazasuModel
    let world = World()
    let pin = (0..<4).map { _ in UInt8.random(in: 0...9) }
    let closed = LockedBox<Outcome?>(nil)
    var text: String { pin.map(String.init).joined() }
    var drawn: Drawn { Drawn.of(KazasuView(model)) }

    init(
        _ card: String = "fresh", entry: Entry = .register, language: Language = .english, store: (any Store)? = nil
    ) throws {
        let place = try Stage.shared.start(card, pin: pin.map(String.init).joined())
        var ports = world.ports(Play.http)
        ports.clock = SystemClock()
        if let store { ports.store = store }
        let platform = PlatformSpec(
            origin: place.origin, environment: .sandbox, name: ["en": "Practice", "ja": "練習", "ja-easy": "練習"],
            sandboxAddress: place.address)
        let client = Client(name: "kazasu", version: "0.1.0", platform: "ios")
        model = KazasuModel(platform, client: client, ports: ports, entry: entry, language: language)
        model.onClosed = { [closed] in closed.value = $0 }
    }

    func until(_ id: String) async throws { try await eventually { self.model.screen?.id == id } }

    func eventually(_ holds: () -> Bool) async throws {
        let end = Date() + 20
        while !holds() {
            guard Date() < end else { throw Unmet("not within 20 s; on `\(model.screen?.id ?? "")`") }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    func toPin() async throws {
        try await until("terms")
        try press(.agree)
        try await until("apply")
        try press(.apply)
        try await until("pin")
    }

    /// Presses the button that bears the action's words.
    func press(_ action: ActionId) throws {
        let words = model.screen?.actions.first { $0.id == action }?.label.spoken
        try press { $0 == words }
    }

    func key(_ digit: UInt8) throws { try press { $0 == String(digit) } }

    private func press(_ isMeant: (String) -> Bool) throws {
        guard let button = drawn.all.first(where: { $0.press != nil && isMeant($0.said) }) else {
            throw Unmet("no such button on `\(model.screen?.id ?? "")`: \(drawn.spoken.map(\.said))")
        }
        button.press?()
    }
}

/// The same numbers in every run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Line {
    static func plain(_ text: String) -> Line { Line(runs: [Run(base: text, ruby: nil)], written: text, spoken: text) }
}

extension Screen {
    var pinField: Block? { blocks.first { if case .pinField = $0 { true } else { false } } }

    func with(blocks: [Block]) -> Screen {
        Screen(
            serial: serial, id: id, language: language, steps: steps, title: title, blocks: blocks, actions: actions,
            back: back, links: links, languages: languages, secret: secret)
    }
}

extension PhoneWorld.Note {
    var isCopy: Bool { if case .copied = self { true } else { false } }
}
