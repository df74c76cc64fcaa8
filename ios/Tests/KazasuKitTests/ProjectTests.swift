import Foundation
import KazasuCore
import SwiftUI
import Testing

@testable import KazasuKit
@testable import KazasuUI

/// What a phone is told of this app, and what the sources may hold.
struct ProjectTests {
    private let info = Project.plist("Info.plist")
    private let entitlements = Project.plist("Kazasu.entitlements")

    /// The core's own list of applications: a phone tells of no card that answers to none of these.
    private func profile() throws -> [String] {
        let file = Place.package.appendingPathComponent("../core/src/card/profile.rs")
        let text = try String(contentsOf: file, encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.contains("const APPLICATION: [u8; 10]") } ?? ""
        let bytes = line.split(separator: "=").last.map { $0.split { " [],;".contains($0) } } ?? []
        return [bytes.map { $0.replacingOccurrences(of: "0x", with: "") }.joined()]
    }

    @Test func req_124_the_property_list_names_the_cores_applications_and_no_other() throws {
        let allowed = try profile()
        #expect(allowed[0].count == 20)
        #expect(Project.applications == allowed)
        #expect(
            entitlements as NSDictionary == ["com.apple.developer.nfc.readersession.formats": ["TAG"]] as NSDictionary)
    }

    @Test func t16_the_app_asks_for_nfc_and_nothing_else_and_follows_nobody() {
        let usages = info.keys.filter { $0.hasSuffix("UsageDescription") }
        #expect(usages == ["NFCReaderUsageDescription"])
        let privacy = Project.plist("PrivacyInfo.xcprivacy")
        #expect(privacy["NSPrivacyTracking"] as? Bool == false)
        #expect((privacy["NSPrivacyTrackingDomains"] as? [Any])?.isEmpty == true)
        #expect((privacy["NSPrivacyAccessedAPITypes"] as? [Any])?.count == 1)
    }

    @Test(arguments: ["ja", "en"]) func t16_what_nfc_is_for_is_said_in_every_language_of_the_system(_ language: String)
    {
        let words = Project.plist("\(language).lproj/InfoPlist.strings")
        #expect((words["NFCReaderUsageDescription"] as? String)?.isEmpty == false)
        #expect((words["CFBundleDisplayName"] as? String)?.isEmpty == false)
        #expect((info["CFBundleLocalizations"] as? [String])?.contains(language) == true)
    }

    @Test func t08_nothing_outside_can_open_the_app_with_an_argument() throws {
        for key in ["CFBundleURLTypes", "NSUserActivityTypes", "CFBundleDocumentTypes", "UTImportedTypeDeclarations"] {
            #expect(info[key] == nil, "\(key)")
        }
        #expect(entitlements["com.apple.developer.associated-domains"] == nil)
        try none(of: ["onOpenURL", "onContinueUserActivity", "openURLContexts", "handleOpen"])
    }

    @Test func t10_t18_no_exception_from_secure_connections_and_no_test_code() throws {
        #expect(info["NSAppTransportSecurity"] == nil)
        #expect(entitlements["get-task-allow"] == nil)
        try none(of: ["http://", "NFCWorld", "KeychainWorld", "#if DEBUG", "XCTest", "LinuxStandIns"])
    }

    @Test func t04_no_keyboard_sees_the_pin() throws {
        try none(of: ["TextField", "SecureField", "TextEditor", "UITextInput", "textContentType", "keyboardType"])
    }

    /// iOS lets no app lay anything over another; there is nothing to filter, and no app extension to do it from.
    @Test func t07_no_extension_and_no_window_of_its_own() throws {
        try none(of: ["UIWindow", "NSExtension"])
    }

    /// What is not imported cannot be used: no web view, no logging, no tracker. The compiler knows these modules only.
    @Test func t09_t16_nothing_is_imported_but_what_is_needed() throws {
        let known: Set = [
            "Combine", "CoreNFC", "Foundation", "KazasuCore", "KazasuKit", "KazasuUI", "Security", "SwiftUI", "UIKit",
        ]
        for file in try Project.sources() {
            let lines = file.text.split(separator: "\n").filter { $0.contains("import ") && !$0.hasPrefix("//") }
            let names = lines.compactMap { $0.split(separator: " ").last.map(String.init) }
            #expect(Set(names).subtracting(known).isEmpty, "\(file.path): \(names)")
        }
        try none(of: ["WKWebView", "SFSafariViewController", "UIWebView", "dlopen", "NSClassFromString"])
    }

    /// Reduce Motion has nothing to take away.
    @Test func nothing_moves() throws {
        try none(of: ["withAnimation", ".animation(", ".transition(", "TimelineView", "matchedGeometryEffect"])
    }

    @Test func t01_nothing_is_logged() throws {
        try none(of: ["print(", "NSLog", "os_log", "Logger(", "debugPrint", "dump("])
    }

    /// No application id, status word or header; no product text: what is Japanese is the core's.
    @Test func no_rule_of_the_card_and_no_product_text() throws {
        for file in try Project.sources() {
            for line in file.text.split(separator: "\n") {
                #expect(
                    !line.contains("0x9000") && !line.contains("0x63") && !line.contains("D392"),
                    "\(file.path): \(line)")
                let isJapanese = line.unicodeScalars.contains {
                    (0x3040...0x30FF).contains($0.value) || (0x4E00...0x9FFF).contains($0.value)
                }
                #expect(!isJapanese, "\(file.path): \(line)")
            }
        }
    }

    @Test func unchecked_sendable_stands_with_its_reason() throws {
        for file in try Project.sources() where file.text.contains("@unchecked Sendable") {
            #expect(file.text.contains("// Unchecked, because"), "\(file.path)")
        }
    }

    @Test func the_shell_is_thin() throws {
        let lines = try Project.sources().map { file in
            (
                file.path,
                file.text.split(separator: "\n").filter { line in
                    let code = line.trimmingCharacters(in: .whitespaces)
                    return !code.isEmpty && !code.hasPrefix("//")
                }.count
            )
        }
        let all = lines.map(\.1).reduce(0, +)
        let ui = lines.filter { $0.0.hasPrefix("Sources/KazasuUI") }.map(\.1).reduce(0, +)
        print("lines of Swift: \(all), of them views: \(ui)")
        #expect(all < 1500)
        #expect(ui <= 400)
    }

    private func none(of words: [String]) throws {
        for file in try Project.sources() {
            for word in words { #expect(!file.text.contains(word), "\(file.path): \(word)") }
        }
    }
}

struct WordsTests {
    private func line(_ runs: [Run]) -> Line { Line(runs: runs, written: "", spoken: "") }

    @Test func a_word_is_what_stands_between_spaces() {
        let runs = [
            Run(base: "カード", ruby: nil), Run(base: "読", ruby: "よ"), Run(base: "んで います。", ruby: nil),
            Run(base: "待", ruby: "ま"), Run(base: "つ", ruby: nil),
        ]
        let words = line(runs).words.map { $0.map(\.base).joined() }
        #expect(words == ["カード読んで ", "います。待つ"])
        #expect(words.joined() == runs.map(\.base).joined())
        #expect(line([]).words.isEmpty)
    }

    @Test func words_go_on_below_where_there_is_no_room() {
        let sizes = [CGSize(width: 40, height: 10), CGSize(width: 40, height: 20), CGSize(width: 40, height: 10)]
        var placed: [CGPoint] = []
        let views = LayoutSubviews(sizes) { _, point in placed.append(point) }
        var cache: Void = ()
        let width = ProposedViewSize(width: 100, height: nil)
        #expect(Flow().sizeThatFits(proposal: width, subviews: views, cache: &cache) == CGSize(width: 80, height: 30))
        let bounds = CGRect(x: 0, y: 0, width: 100, height: 30)
        Flow().placeSubviews(in: bounds, proposal: width, subviews: views, cache: &cache)
        #expect(placed == [CGPoint(x: 0, y: 20), CGPoint(x: 40, y: 20), CGPoint(x: 0, y: 30)])
    }
}
