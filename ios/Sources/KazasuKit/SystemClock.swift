import Foundation
import KazasuCore

/// The system's clocks. Time goes on while the phone sleeps.
public struct SystemClock: PhoneClock {
    private static let start = ContinuousClock.now

    public init() {}

    public func now() -> Now {
        let (seconds, attoseconds) = (ContinuousClock.now - Self.start).components
        let ms = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        return Now(monotonicMs: UInt64(max(0, ms)), unixS: Int64(Date().timeIntervalSince1970.rounded(.down)))
    }

    public func sleep(ms: UInt32) async throws {
        try await Task.sleep(for: .milliseconds(Int64(ms)), clock: .continuous)
    }
}
