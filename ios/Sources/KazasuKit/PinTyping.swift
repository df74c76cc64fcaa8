import KazasuCore

/// The PIN while it is typed. Each digit goes to the core's memory at once: no text and no array here ever holds it
/// (REQ-125).
@MainActor public final class PinTyping {
    private var entry = PinEntry()

    public init() {}

    /// How many digits there are.
    public var count: Int { Int((try? entry.count()) ?? 0) }

    /// Adds a digit, if there is a place for it.
    public func type(_ digit: UInt8) { try? entry.push(digit: digit) }

    /// Takes the last digit back.
    public func erase() { try? entry.backspace() }

    /// The digit at that place, for drawing it where the person asked to see it.
    public func digit(at place: Int) -> Int? {
        guard let digit = try? entry.digit(place: UInt8(clamping: place)) else { return nil }
        return Int(digit)
    }

    /// Takes all digits back.
    public func wipe() { try? entry.clear() }

    /// Hands the digits over: typing begins anew.
    public func take() -> PinEntry {
        defer { entry = PinEntry() }
        return entry
    }
}
