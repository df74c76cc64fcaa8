import Foundation
import KazasuCore

/// What a session needs of the phone. An app replaces what it has of its own: its network stack, for one.
public struct Ports: Sendable {
    public var card: any CardPort
    public var store: any Store
    public var http: any HttpPort
    public var clock: any PhoneClock

    /// `http` is the core's own client unless the app brings one.
    public init(card: any CardPort, store: any Store, http: any HttpPort, clock: any PhoneClock = SystemClock()) {
        (self.card, self.store, self.http, self.clock) = (card, store, http, clock)
    }
}

/// Where a card is held. All calls return at once; they are performed in the order in which they come.
public protocol CardPort: Sendable {
    /// Whether a card could be read now, and if not, why.
    var readiness: Readiness { get }

    /// Looks for a card and says `sheet` meanwhile. Tells once: `.cardFound`, or `.cardFailed` with the reason.
    func open(sheet: String, tell: @escaping @Sendable (Answer) -> Void)

    /// Sends a command and wipes it. Tells once: `.cardAnswered`, `.cardLost`, `.notSent` if the phone cannot carry so
    /// much, or `.cardFailed(fault: .dismissed)` if the person closed the system's sheet. `timeoutMs`: milliseconds that
    /// the card may take.
    func transmit(
        _ command: CardCommand, timeoutMs: UInt32, sheet: String, tell: @escaping @Sendable (Answer) -> Void)

    /// The card may go: ends what is under way. May come at any time, and twice. Without a `sheet` nothing is said.
    func close(sheet: String, success: Bool)
}

/// Sealed storage: what is in it survives the app, and nobody else can read it.
public protocol Store: Sendable {
    /// Replaces what was in `slot`, and returns when that would survive a power failure.
    func save(_ bytes: Data, in slot: String) throws

    /// What is in `slot`; nil if nothing is.
    func load(_ slot: String) throws -> Data?

    /// Empties `slot`.
    func forget(_ slot: String)
}

/// Makes HTTP exchanges: no redirect, no retry, no cookie, no cache.
public protocol HttpPort: Sendable {
    /// Makes the exchange, once: `.httpAnswered` or `.httpFailed`. Its task is cancelled when nobody waits for it.
    func send(_ request: HttpRequest) async -> Answer
}

/// The phone's clocks.
public protocol PhoneClock: Sendable {
    /// What they say now.
    func now() -> Now

    /// Returns after so many milliseconds, or throws when its task is cancelled.
    func sleep(ms: UInt32) async throws
}
