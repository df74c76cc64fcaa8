import Foundation

/// Times that the system sets, or that phones were seen to need; seconds.
public struct NfcLimits: Sendable {
    /// A session ends by itself after 60 seconds (Apple's talk on Core NFC, 2019), and a connection after 20. So that a card
    /// which is found has its 20, one is looked for during the first 40.
    public var looking: TimeInterval = 40
    /// After that long on one connection no command is begun: the system would cut it off.
    public var reading: TimeInterval = 15
    /// Polling anew is of no use later than that in a session.
    public var polling: TimeInterval = 15
    /// Between the end of a session and the next: sooner it is refused as busy.
    public var between: TimeInterval = 0.5
    /// Before another try where the system was busy, and how often.
    public var busy: TimeInterval = 1
    public var busyTries = 3
    /// After that long an ended session counts as gone, told or not.
    public var ending: TimeInterval = 3
    /// Between two changes of the sheet's text.
    public var words: TimeInterval = 0.25

    public init() {}
}
