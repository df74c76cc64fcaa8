import Foundation
import KazasuCore
import KazasuKit
import KazasuUI
import SwiftUI

/// The app: one platform, home and what begins there. What opens it tells it nothing: no link is looked at.
@main struct KazasuApp: App {
    @StateObject private var app = Visits()

    var body: some Scene {
        WindowGroup { KazasuView(app.current).id(ObjectIdentifier(app.current)) }
    }
}

@MainActor final class Visits: ObservableObject {
    @Published private(set) var current: KazasuModel
    private static let bundle = Bundle.main

    init() {
        current = Self.next()
        goOn()
    }

    /// An app does not end by itself: when nothing is left to show, it is where it began.
    private func goOn() {
        current.onClosed = { [weak self] _ in
            self?.current = Self.next()
            self?.goOn()
        }
    }

    private static func next() -> KazasuModel {
        let version = bundle.object(forInfoDictionaryKey: "CFBundleShortVersionString") as? String
        let client = Client(name: bundle.bundleIdentifier ?? "dev.kazasu", version: version ?? "0.0.0", platform: "ios")
        do {
            let ports = Ports(card: CardReader(), store: SealedStore(), http: try CoreHttp())
            return KazasuModel(buildPlatform, client: client, ports: ports)
        } catch {
            // The only thing that can be wrong is a root certificate of the builder's, and none is given.
            fatalError("no HTTP client: \(error)")
        }
    }
}
