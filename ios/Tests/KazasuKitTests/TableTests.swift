import Foundation
import XCTest

@testable import KazasuKit

/// The scenario table through the Swift session, the reader, Core NFC's stand-in and the real library, against the real
/// server and the virtual card.
final class TableTests: XCTestCase {
    /// Core NFC has no answer without a status word: what it says then is that the tag was lost. The core says the same, by
    /// the code of a card that went away.
    private static let shortAnswers = ["hostile-empty-answers", "hostile-one-byte-answers"]
    private static let lost = "C12"

    /// Every row comes out as it says, and shows the screens and asks for the effects that it does straight through the core.
    func test_req_73_every_row_comes_out_as_it_says_and_as_in_the_core() async throws {
        // No phone has a reader with a keypad: the core plays those as on a PC.
        let rows = try XCTUnwrap(Place.json("table.json") as? [Told]).filter { $0["keypad"] == nil }
        let reference = try XCTUnwrap(Place.json("core.json") as? [String: Told])
        XCTAssertEqual(reference.count, rows.count)
        let only = ProcessInfo.processInfo.environment["SCENARIO"]
        var played = 0
        for row in rows where only == nil || row["name"] as? String == only {
            let name = row["name"] as? String ?? ""
            let core = try XCTUnwrap(reference[name], name)
            let play = try Play(Self.shortAnswers.contains(name) ? asLost(row) : row)
            do {
                try await play.run()
                try play.check()
            } catch {
                XCTFail("\(name): \(error)")
            }
            await play.session.close()
            XCTAssertEqual(play.world.screens, core["screens"] as? [String], "\(name): screens")
            XCTAssertEqual(once(play.world.effects), core["effects"] as? [String], "\(name): effects")
            XCTAssertEqual(play.world.hosts.subtracting([play.host]), [], "t16: \(name) asks elsewhere")
            XCTAssertEqual(play.world.sheets.filter { $0.isEmpty || $0.count >= 40 }, [], "\(name): words on the sheet")
            let shown = play.world.shown
            await MainActor.run { for screen in shown { Looks.check(screen, name) } }
            XCTAssertEqual(play.world.hadShortAnswer, Self.shortAnswers.contains(name), "\(name): short answers")
            played += 1
        }
        print("table: \(played) of \(rows.count) rows played, each compared with the core")
        if only == nil { XCTAssertEqual(played, rows.count) }
    }

    private func asLost(_ row: Told) -> Told {
        var (row, expect) = (row, row["expect"] as? Told ?? [:])
        expect["outcome"] = Self.lost
        row["expect"] = expect
        let steps = row["steps"] as? [Told] ?? []
        row["steps"] = steps.map { $0["code"] == nil ? $0 : $0.merging(["code": Self.lost]) { $1 } }
        return row
    }

    /// How often the server is asked how far it is depends on how fast it is.
    private func once(_ effects: [String]) -> [String] {
        effects.reduce(into: []) { if !$1.hasPrefix("GET /v1/registrations/") || $0.last != $1 { $0.append($1) } }
    }
}
