import Foundation
import KazasuCore

/// The core's own HTTP client: TLS 1.2 or 1.3, bundled roots and those that are given, as DER certificates.
public struct CoreHttp: HttpPort {
    private let client: HttpClient

    public init(roots: [Data] = []) throws {
        client = try HttpClient(roots: roots)
    }

    public func send(_ request: HttpRequest) async -> Answer {
        let client = client
        return await withTaskCancellationHandler {
            // It throws only for a request that was made before, and a request is handed out once.
            (try? await client.send(request: request)) ?? .httpFailed(fault: .broken)
        } onCancel: {
            // Cancelling a task does not reach the library by itself.
            try? client.cancel(request: request)
        }
    }
}
