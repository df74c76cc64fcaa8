import CoreNFC
import Foundation
import KazasuCore
import Security
import UIKit
import XCTest

@testable import KazasuKit

/// Where PIN, certificate and tokens must not be found, after a registration by what is drawn: a card with a PIN that
/// nobody chose, one wrong try, the right one, the end.
@MainActor final class SecretsTests: XCTestCase {
    func test_t01_t02_t05_no_log_no_file_no_clipboard_has_what_is_secret() async throws {
        KeychainWorld.shared.reset()
        PhoneWorld.notes = []
        let before = Self.files()
        let phone = try Phone(store: SealedStore())
        let log = try await Output.during {
            try await phone.toPin()
            for digit in phone.pin { try phone.key((digit + 1) % 10) }
            let first = try XCTUnwrap(phone.model.screen?.serial)
            try phone.press(.submitPin)
            // The hold between the two may be over before it is looked for.
            try await phone.eventually { phone.model.screen.map { $0.id == "pin" && $0.serial > first } ?? false }
            for digit in phone.pin { try phone.key(digit) }
            XCTAssertFalse(Self.dumped(phone.model).contains(phone.text), "the model holds the PIN as text")
            try phone.press(.submitPin)
            try await phone.until("done")
            try phone.press(.finish)
            try await phone.eventually { phone.closed.value != nil }
        }
        XCTAssertEqual(phone.closed.value, .registered)
        // T01: not a word, from the core or from here.
        XCTAssertEqual(log, "")

        // T02: what is left is the receipt, the token for the state and the list of both, in the Keychain, and no file.
        let items = KeychainWorld.shared.items
        let slots = Set(items.compactMap { $0.attributes["acct"]?.split(separator: "/").first.map(String.init) })
        XCTAssertEqual(slots, ["receipt", "status", "records"])
        XCTAssertEqual(Self.files().subtracting(before), [])
        let certificate = phone.world.read
        XCTAssertGreaterThan(certificate.count, 500)
        for item in items {
            let text = String(decoding: item.data, as: UTF8.self)
            XCTAssertEqual(Self.traces(of: certificate, in: item.data), [], "\(item.attributes)")
            XCTAssertNil(text.range(of: "(?<![\\w.:-])\(phone.text)(?![\\w.:-])", options: .regularExpression), text)
        }

        // The PIN went to the card once, and the wrong one once.
        let verifies = phone.world.commands.filter { $0.count == 9 && $0[1] == 0x20 }
        let pins = verifies.map { String(decoding: $0.suffix(4), as: UTF8.self) }
        XCTAssertEqual(pins, [phone.pin.map { String(($0 + 1) % 10) }.joined(), phone.text])
        let others = phone.world.commands.filter { $0[1] != 0x20 }
        XCTAssertEqual(others.filter { $0.range(of: Data(phone.text.utf8)) != nil }, [])

        // T05, and what is shown and said outside the app.
        XCTAssertEqual(PhoneWorld.notes.filter(\.isCopy), [])
        let announced = PhoneWorld.notes.map { if case .announced(let said) = $0 { said } else { "" } }
        let outside = (NFCWorld.shared.messages + announced).joined(separator: " ")
        XCTAssertFalse(outside.contains(phone.text))
    }

    /// What is caught above would be caught: by print, by NSLog, by the library's own ways out.
    func test_t01_a_word_on_any_of_the_ways_out_is_caught() async throws {
        let log = try await Output.during {
            print("by print")
            NSLog("by NSLog")
            FileHandle.standardError.write(Data("by the error stream".utf8))
        }
        for word in ["by print", "by NSLog", "by the error stream"] { XCTAssertTrue(log.contains(word), log) }
        let certificate = Data((0..<600).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) })
        XCTAssertEqual(Self.traces(of: certificate, in: Data([9]) + certificate.suffix(200)), ["bytes"])
        XCTAssertEqual(Self.traces(of: certificate, in: Data(certificate.hex.utf8)), ["hex"])
        for lead in 0..<3 {
            let text = (Data(count: lead) + certificate).base64EncodedString()
            XCTAssertEqual(Self.traces(of: certificate, in: Data(text.utf8)), ["base64"], "\(lead)")
        }
    }

    private static func dumped(_ model: KazasuModel) -> String {
        var text = "\(model) \(model.pin)"
        dump(model, to: &text)
        return text
    }

    /// In which form a piece of it stands there.
    private static func traces(of secret: Data, in place: Data) -> [String] {
        let text = String(decoding: place, as: UTF8.self)
        let url = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        var found: Set<String> = []
        for start in stride(from: 0, to: secret.count - 48, by: 48) {
            let piece = Data(secret[start..<(start + 48)])
            if place.range(of: piece) != nil { found.insert("bytes") }
            if text.lowercased().contains(piece.hex) { found.insert("hex") }
            let coded = (0..<3).map { piece.dropFirst($0).prefix(36).base64EncodedString() }
            if coded.contains(where: url.contains) { found.insert("base64") }
        }
        return found.sorted()
    }

    /// Every file where an app could leave one, but for what the other side keeps and what is built.
    private static func files() -> Set<String> {
        let places = [NSHomeDirectory(), NSTemporaryDirectory(), Place.package.path]
        let apart = [Place.stageData.path, Place.package.appendingPathComponent("target").path]
        var files: Set<String> = []
        for place in places {
            let folder = URL(fileURLWithPath: place)
            let names = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            while let file = names?.nextObject() as? URL {
                if apart.contains(file.path) { names?.skipDescendants() } else { files.insert(file.path) }
            }
        }
        return files
    }
}

/// What this process writes to its output and error streams.
enum Output {
    @MainActor static func during(_ work: () async throws -> Void) async throws -> String {
        let file = Place.stageData.appendingPathComponent("output-\(UUID().uuidString)")
        let caught = open(file.path, O_CREAT | O_RDWR | O_TRUNC, 0o600)
        guard caught >= 0 else { throw Unmet("no file to catch output in: \(file.path)") }
        fflush(nil)
        let (out, err) = (dup(1), dup(2))
        dup2(caught, 1)
        dup2(caught, 2)
        func back() {
            fflush(nil)
            dup2(out, 1)
            dup2(err, 2)
            for descriptor in [caught, out, err] { close(descriptor) }
        }
        do { try await work() } catch {
            back()
            throw error
        }
        back()
        return try String(contentsOf: file, encoding: .utf8)
    }
}
