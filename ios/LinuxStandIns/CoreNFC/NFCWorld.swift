import Foundation

/// The radio and the system's sheet, as a test wants them. One session at a time, as on a phone.
public final class NFCWorld: @unchecked Sendable {  // every field is touched under `lock`
    public static let shared = NFCWorld()

    public enum Note: Equatable, Sendable {
        case began(polling: Int)
        case message(String, onMain: Bool)
        case connected
        case restarted
        case invalidated(error: String?)
    }

    private let lock = NSRecursiveLock()
    private var available = true
    private var noted: [(at: Date, Note)] = []
    private var session: NFCTagReaderSession?
    private var tags: (@Sendable () -> [NFCTag])?
    private var connectFailures: [Int] = []
    private var beginFailures: [Int] = []
    private var answersInvalidation = true
    private var restarts = 0

    public func reset() {
        locked {
            (available, noted, session, tags) = (true, [], nil, nil)
            (connectFailures, beginFailures, answersInvalidation, restarts) = ([], [], true, 0)
        }
    }

    public var isReadingAvailable: Bool {
        get { locked { available } }
        set { locked { available = newValue } }
    }

    public var notes: [Note] { locked { noted.map(\.1) } }
    public var timedNotes: [(at: Date, Note)] { locked { noted } }
    public var messages: [String] {
        notes.compactMap { if case .message(let text, _) = $0 { text } else { nil } }
    }
    public var isPolling: Bool { locked { session != nil } }
    public var sessions: Int { notes.filter { if case .began = $0 { true } else { false } }.count }

    /// What lies on the phone from now on, for every session: found as soon as one polls.
    public func hold(_ tags: (@Sendable () -> [NFCTag])?) {
        locked { self.tags = tags }
        discover()
    }

    /// The next connections fail so; the next sessions end so as soon as they begin.
    public func failConnecting(_ codes: Int...) { locked { connectFailures = codes } }
    public func failBeginning(_ codes: Int...) { locked { beginFailures = codes } }

    /// The system forgets to say that a session has ended.
    public func swallowInvalidation() { locked { answersInvalidation = false } }

    /// The system, or the person, ends the session.
    public func end(_ code: Int) {
        locked { if let session { over(session, code) } }
    }

    /// Callbacks that come twice or too late.
    public func sayAgain(to session: NFCTagReaderSession, _ code: Int) { locked { tell(session, code) } }
    public var current: NFCTagReaderSession? { locked { session } }

    func begin(_ new: NFCTagReaderSession) {
        locked {
            noted.append((Date(), .began(polling: new.pollingOption.rawValue)))
            if session != nil { return tell(new, 203) }
            if !beginFailures.isEmpty { return tell(new, beginFailures.removeFirst()) }
            session = new
            call(new) { $1.tagReaderSessionDidBecomeActive($0) }
        }
        discover()
    }

    func invalidate(_ ended: NFCTagReaderSession, saying error: String?) {
        locked {
            noted.append((Date(), .invalidated(error: error)))
            guard session === ended else { return }
            // Some of an app's own endings are told as if the person had cancelled.
            if answersInvalidation { over(ended, 200) } else { session = nil }
        }
    }

    func restartPolling(_ asked: NFCTagReaderSession) {
        locked {
            noted.append((Date(), .restarted))
            restarts += 1
        }
        discover()
    }

    func connect(_ asked: NFCTagReaderSession, _ done: @escaping @Sendable ((any Error)?) -> Void) {
        locked {
            noted.append((Date(), .connected))
            let failure = connectFailures.isEmpty ? nil : connectFailures.removeFirst()
            asked.queue.async { done(failure.map { NSError(domain: NFCErrorDomain, code: $0) }) }
        }
    }

    func note(_ note: Note) { locked { noted.append((Date(), note)) } }

    private func discover() {
        locked {
            guard let session, let tags else { return }
            call(session) { $1.tagReaderSession($0, didDetect: tags()) }
        }
    }

    private func over(_ ended: NFCTagReaderSession, _ code: Int) {
        session = nil
        tell(ended, code)
    }

    private func tell(_ session: NFCTagReaderSession, _ code: Int) {
        call(session) { $1.tagReaderSession($0, didInvalidateWithError: NSError(domain: NFCErrorDomain, code: code)) }
    }

    private func call(
        _ session: NFCTagReaderSession,
        _ what: @escaping @Sendable (NFCTagReaderSession, any NFCTagReaderSessionDelegate) -> Void
    ) {
        nonisolated(unsafe) let session = session  // goes to its own queue
        session.queue.async { if let delegate = session.delegate { what(session, delegate) } }
    }

    private func locked<T>(_ work: () -> T) -> T {
        lock.lock()
        defer { lock.unlock() }
        return work()
    }
}
