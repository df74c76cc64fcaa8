import Foundation
import XCTest

@testable import KazasuKit

/// The scenario table through the Swift session, the reader, Core NFC's stand-in and the real library, against the real
/// server and the virtual card.
final class TableTests: XCTestCase {
    /// Core NFC gives no answer without a whole status word: it reports that the tag was lost.
    private static let impossible = ["hostile-empty-answers", "hostile-one-byte-answers"]

    /// Every row comes out as it says, and shows the screens and asks for the effects that it does straight through the core.
    func test_req_73_every_row_comes_out_as_it_says_and_as_in_the_core() async throws {
        let rows = try XCTUnwrap(Place.json("table.json") as? [Told])
        let reference = try XCTUnwrap(Place.json("core.json") as? [String: Told])
        let only = ProcessInfo.processInfo.environment["SCENARIO"]
        var (played, compared) = (0, 0)
        for row in rows where only == nil || row["name"] as? String == only {
            let name = row["name"] as? String ?? ""
            let core = try XCTUnwrap(reference[name], name)
            // The app begins at a registration; what begins elsewhere is played in Rust and Python.
            guard !Self.impossible.contains(name), row["entry"] == nil else { continue }
            played += 1
            do {
                let play = try Play(row)
                try await play.run()
                await play.session.close()
                if core["unmet"] == nil { try play.check() }
                XCTAssertEqual(play.world.screens, core["screens"] as? [String], "\(name): screens")
                XCTAssertEqual(
                    once(play.world.effects), once(core["effects"] as? [String] ?? []), "\(name): effects")
                compared += 1
            } catch {
                // A row for another kind of shell may stop there; it has to stop at the same place.
                if core["unmet"] == nil { XCTFail("\(name): \(error)") }
            }
        }
        print("table: \(played) rows played, \(compared) compared with the core")
        if only == nil { XCTAssertGreaterThan(compared, 90) }
    }

    /// How often the server is asked how far it is depends on how fast it is.
    private func once(_ effects: [String]) -> [String] {
        effects.reduce(into: []) { if $1 != "GET /v1/registrations/*" || $0.last != $1 { $0.append($1) } }
    }
}
