@preconcurrency import CoreNFC
import Foundation
import KazasuCore

/// A card at the phone's top, through the system's NFC sheet: one session at a time, one connection a session. The system
/// has selected an application before it tells of a card; the core selects again all the same.
public final class CardReader: NSObject, CardPort, NFCTagReaderSessionDelegate, @unchecked Sendable {
    // Unchecked, because Core NFC's delegate is a class and no actor: every field is touched on `queue` only, where the
    // delegate is called, too.
    private let queue = DispatchQueue(label: "dev.kazasu.card", qos: .userInitiated)
    private let limits: NfcLimits

    /// The session that polls, reads or has not yet said that it is over.
    private var session: NFCTagReaderSession?
    /// Counts sessions, so that what was set up for one cannot hit the next.
    private var number = 0
    private var isEnding = false
    private var activeAt: DispatchTime?
    private var connectedAt: DispatchTime?
    private var endedAt: DispatchTime?
    private var card: (any NFCISO7816Tag)?
    private var isConnecting = false
    /// Who waits for a card, and what is said meanwhile.
    private var looking: (@Sendable (Answer) -> Void)?
    private var words = ""
    private var busyTries = 0
    /// Who waits for an answer of the card's.
    private var sending: (@Sendable (Answer) -> Void)?
    private var exchange = 0
    /// What became of a session that ended between two commands.
    private var lost: Answer = .cardLost
    private var said = ""
    private var saidAt: DispatchTime?
    private var isSaying = false

    public init(limits: NfcLimits = NfcLimits()) {
        self.limits = limits
    }

    /// An iPhone has no switch for NFC: it can read cards, or it cannot.
    public var readiness: Readiness { NFCTagReaderSession.readingAvailable ? .ready : .nfcAbsent }

    public func open(sheet: String, tell: @escaping @Sendable (Answer) -> Void) {
        queue.async { [self] in
            (looking, words, busyTries) = (tell, sheet, 0)
            begin()
        }
    }

    public func transmit(
        _ command: CardCommand, timeoutMs: UInt32, sheet: String, tell: @escaping @Sendable (Answer) -> Void
    ) {
        queue.async { [self] in
            guard let card, !isEnding, let connectedAt, since(connectedAt) < limits.reading else { return tell(lost) }
            say(sheet)
            guard let apdu = apdu(command) else { return tell(.notSent) }
            exchange += 1
            let this = exchange
            sending = tell
            card.sendCommand(apdu: apdu) { [self] data, sw1, sw2, error in
                let answer = error.map { NfcTrouble.whileReading(($0 as NSError).code) }
                queue.async { self.answered(this, answer ?? .cardAnswered(bytes: data + [sw1, sw2])) }
            }
            later(Double(timeoutMs) / 1000) { $0.answered(this, .cardLost) }
        }
    }

    public func close(sheet: String, success: Bool) {
        queue.async { [self] in
            (looking, sending, card) = (nil, nil, nil)
            guard let session, !isEnding else { return }
            isEnding = true
            nonisolated(unsafe) let ended = session  // taken by the system from any thread; its text from the main one
            DispatchQueue.main.async {
                if success { ended.alertMessage = sheet }
                if success || sheet.isEmpty { ended.invalidate() } else { ended.invalidate(errorMessage: sheet) }
            }
            let this = number
            later(limits.ending) { if $0.number == this { $0.isOver(nil) } }
        }
    }

    // MARK: The session

    private func begin() {
        guard looking != nil, session == nil else { return }  // begun when the one before it is over
        guard NFCTagReaderSession.readingAvailable else { return found(.cardFailed(fault: .nfcAbsent)) }
        let left = endedAt.map { limits.between - since($0) } ?? 0
        guard left <= 0 else { return later(left) { $0.begin() } }
        guard let new = NFCTagReaderSession(pollingOption: .iso14443, delegate: self, queue: queue) else {
            return found(.cardFailed(fault: .nfcAbsent))
        }
        number += 1
        (session, isEnding, lost, said) = (new, false, .cardLost, words)
        (activeAt, connectedAt, card, isConnecting) = (nil, nil, nil, false)
        nonisolated(unsafe) let begun = new
        let words = words
        DispatchQueue.main.async {
            begun.alertMessage = words
            begun.begin()
        }
    }

    public func tagReaderSessionDidBecomeActive(_ session: NFCTagReaderSession) {
        guard session === self.session else { return }
        activeAt = .now()
        let this = number
        later(limits.looking) { if $0.number == this, $0.card == nil { $0.found(.cardFailed(fault: .noCard)) } }
    }

    public func tagReaderSession(_ session: NFCTagReaderSession, didDetect tags: [NFCTag]) {
        guard session === self.session, !isEnding, looking != nil, !isConnecting else { return }
        guard tags.count == 1, let tag = tags.first else { return found(.cardFailed(fault: .severalCards)) }
        guard case .iso7816(let found) = tag else { return self.found(.cardFailed(fault: .notACard)) }
        (card, isConnecting) = (found, true)
        let this = number
        session.connect(to: tag) { [self] error in queue.async { self.connected(this, error == nil) } }
    }

    private func connected(_ this: Int, _ isConnected: Bool) {
        guard number == this, isConnecting, !isEnding, let session, looking != nil else { return }
        isConnecting = false
        if isConnected {
            connectedAt = .now()
            return found(.cardFound(facts: CardFacts(extendedLength: nil)))
        }
        card = nil
        // At the edge of the field it is found again, early in a session.
        guard let activeAt, since(activeAt) < limits.polling else { return found(.cardFailed(fault: .noCard)) }
        session.restartPolling()
    }

    public func tagReaderSession(_ session: NFCTagReaderSession, didInvalidateWithError error: any Error) {
        guard session === self.session else { return }  // of a session before it
        isOver((error as NSError).code)
    }

    /// The session is gone. Told as cancelled by the person, it may be this class that ended it.
    private func isOver(_ code: Int?) {
        let wasEnding = isEnding
        (session, card, isEnding, isConnecting, endedAt) = (nil, nil, false, false, .now())
        guard !wasEnding, let code else { return begin() }
        if looking == nil {
            lost = NfcTrouble.whileReading(code)
            return answered(exchange, lost)
        }
        let fault = NfcTrouble.whileLooking(code)
        guard fault == .readerBusy, busyTries < limits.busyTries else { return found(.cardFailed(fault: fault)) }
        busyTries += 1
        later(limits.busy) { $0.begin() }
    }

    // MARK: Telling

    private func found(_ answer: Answer) {
        let tell = looking
        looking = nil
        tell?(answer)
    }

    private func answered(_ this: Int, _ answer: Answer) {
        guard this == exchange, let tell = sending else { return }
        sending = nil
        tell(answer)
    }

    /// The command as Core NFC takes it; nil if it takes no such command.
    private func apdu(_ command: CardCommand) -> NFCISO7816APDU? {
        guard var bytes = try? command.take() else { return nil }
        defer { bytes.wipe() }
        return NFCISO7816APDU(data: bytes)
    }

    /// Changes the sheet's text, not too often to be read out.
    private func say(_ text: String) {
        words = text
        guard !isSaying, said != text else { return }
        isSaying = true
        later(saidAt.map { max(0, limits.words - since($0)) } ?? 0) { $0.sayNow() }
    }

    private func sayNow() {
        isSaying = false
        guard let session, !isEnding, said != words else { return }
        (said, saidAt) = (words, .now())
        nonisolated(unsafe) let shown = session
        let words = words
        DispatchQueue.main.async { shown.alertMessage = words }
    }

    private func since(_ then: DispatchTime) -> TimeInterval {
        Double(DispatchTime.now().uptimeNanoseconds - then.uptimeNanoseconds) / 1e9
    }

    private func later(_ seconds: TimeInterval, _ work: @escaping @Sendable (CardReader) -> Void) {
        queue.asyncAfter(deadline: .now() + seconds) { [weak self] in self.map(work) }
    }
}
