import Foundation
import KazasuCore
import SwiftUI
import XCTest

@testable import KazasuKit
@testable import KazasuUI

/// What must hold of every screen that is drawn, as far as it can be seen without a screen.
@MainActor enum Looks {
    private static var seen: Set<String> = []
    private static let model = KazasuModel(
        PlatformSpec(origin: "https://a.example", environment: .sandbox, name: ["en": "Practice"]),
        client: Client(name: "kazasu", version: "0.1.0", platform: "ios"),
        ports: Ports(card: CardReader(limits: .quick), store: NoStore(), http: NoHttp()), language: .english)

    static func of(_ screen: Screen, model: KazasuModel? = nil) -> Drawn {
        Drawn.of(ScreenView(screen: screen, model: model ?? self.model))
    }

    static func check(_ screen: Screen, _ name: String) {
        guard seen.insert("\(screen.id) \(screen.language) \(screen.blocks) \(screen.actions)").inserted else { return }
        let drawn = of(screen)
        everyWordIsThere(screen, drawn, name)
        voiceOverReadsItInOrder(screen, drawn, name)
        whatCanBePressedIsLargeEnough(drawn, "\(name): \(screen.id)")
    }

    /// REQ-29, REQ-122: each line with its readings; none beside them but signs and digits.
    private static func everyWordIsThere(_ screen: Screen, _ drawn: Drawn, _ name: String) {
        let written = drawn.written
        for line in screen.lines {
            let hasReadings = line.runs.contains { $0.ruby != nil }
            let pieces = line.words.joined().flatMap { [$0.base, $0.ruby].compactMap { $0 } }
            let wanted = hasReadings ? pieces : [line.written]
            for text in wanted {
                XCTAssertTrue(written.contains(text), "\(name): `\(screen.id)` does not show \(text): \(written)")
            }
        }
        XCTAssertFalse(written.joined().contains("《"), "\(name): \(written)")
    }

    /// REQ-126: what is said, from the title down, is the core's words for speaking, and no sign is read out.
    private static func voiceOverReadsItInOrder(_ screen: Screen, _ drawn: Drawn, _ name: String) {
        let stops = drawn.spoken
        XCTAssertEqual(stops.filter { $0.said.isEmpty }.count, 0, "\(name): VoiceOver stops where nothing is said")
        XCTAssertFalse(stops.contains { $0.kind == "Image" && $0.label == nil }, "\(name): a sign is read out")
        var rest = stops.map(\.said)[...]
        for line in screen.lines where !line.spoken.isEmpty {
            guard let at = rest.firstIndex(where: { $0.contains(line.spoken) }) else {
                return XCTFail("\(name): `\(screen.id)` leaves out or misplaces \(line.spoken): \(stops.map(\.said))")
            }
            rest = rest[at...]
        }
        let isHeader = stops.contains { $0.said == screen.title.spoken && $0.traits.contains(.isHeader) }
        XCTAssertTrue(isHeader, "\(name): \(screen.id)")
    }

    /// 44 points are what Apple asks for.
    private static func whatCanBePressedIsLargeEnough(_ drawn: Drawn, _ name: String) {
        for control in drawn.all where ["Button", "Link", "Menu"].contains(control.kind) {
            let height = control.all.map(\.minHeight).max() ?? 0
            XCTAssertGreaterThanOrEqual(height, 44, "\(name): \(control.said)")
        }
    }
}

private struct NoStore: Store {
    func save(_ bytes: Data, in slot: String) throws { throw Failing() }
    func load(_ slot: String) throws -> Data? { nil }
    func forget(_ slot: String) {}
}

private struct NoHttp: HttpPort {
    func send(_ request: HttpRequest) async -> Answer { .httpFailed(fault: .offline) }
}

extension Screen {
    /// Everything that is written on it, in order.
    var lines: [Line] {
        [title] + blocks.flatMap(\.lines) + actions.map(\.label) + links.map(\.text)
    }
}

extension Block {
    var lines: [Line] {
        switch self {
        case .paragraph(let text), .notice(_, let text), .heading(let text), .busy(let text): [text]
        case .bullets(let items): items
        case .checks(let items): items.map(\.text)
        case .checkbox(_, let label, _, _): [label]
        case .outwardLink(let link): [link.text]
        case .pinField(let label, _, let show, _, _, _, _): [label, show]
        case .rows(let rows): rows.flatMap { [$0.label, $0.value] }
        case .namedValues(let pairs): pairs.flatMap { [$0.name, $0.value] }
        case .code(let text, _, let copy): [text, copy]
        case .document, .hold, .systemSetting: []
        }
    }
}
