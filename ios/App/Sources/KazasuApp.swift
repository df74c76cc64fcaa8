import Foundation
import KazasuCore
import KazasuKit
import KazasuUI
import SwiftUI

/// The app: one platform, one registration after another. What opens it tells it nothing: no link is looked at.
@main struct KazasuApp: App {
    @StateObject private var app = Registrations()

    var body: some Scene {
        WindowGroup { RegistrationView(app.current).id(ObjectIdentifier(app.current)) }
    }
}

@MainActor final class Registrations: ObservableObject {
    @Published private(set) var current: RegistrationModel
    private static let bundle = Bundle.main

    init() {
        current = Self.next()
        goOn()
    }

    /// An app does not end by itself: after one registration it is where it began.
    private func goOn() {
        current.onClosed = { [weak self] _ in
            self?.current = Self.next()
            self?.goOn()
        }
    }

    private static func next() -> RegistrationModel {
        let version = bundle.object(forInfoDictionaryKey: "CFBundleShortVersionString") as? String
        let client = Client(name: bundle.bundleIdentifier ?? "dev.kazasu", version: version ?? "0.0.0", platform: "ios")
        do {
            let ports = Ports(card: CardReader(), store: SealedStore(), http: try CoreHttp())
            return RegistrationModel(buildPlatform, client: client, ports: ports)
        } catch {
            // The only thing that can be wrong is a root certificate of the builder's, and none is given.
            fatalError("no HTTP client: \(error)")
        }
    }
}
