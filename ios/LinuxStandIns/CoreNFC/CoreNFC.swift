// Core NFC as far as it is used: names and signatures after Apple's documentation. What a session does, a test decides
// through `NFCWorld`.
import Foundation

public let NFCErrorDomain = "NFCError"

public protocol NFCReaderSessionProtocol: NSObjectProtocol {
    var alertMessage: String { get set }
    func begin()
    func invalidate()
    func invalidate(errorMessage: String)
}

open class NFCReaderSession: NSObject {
    open class var readingAvailable: Bool { NFCWorld.shared.isReadingAvailable }
}

public protocol NFCTagReaderSessionDelegate: NSObjectProtocol {
    func tagReaderSessionDidBecomeActive(_ session: NFCTagReaderSession)
    func tagReaderSession(_ session: NFCTagReaderSession, didInvalidateWithError error: any Error)
    func tagReaderSession(_ session: NFCTagReaderSession, didDetect tags: [NFCTag])
}

open class NFCTagReaderSession: NFCReaderSession, NFCReaderSessionProtocol {
    public struct PollingOption: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let iso14443 = PollingOption(rawValue: 1)
        public static let iso15693 = PollingOption(rawValue: 2)
        public static let iso18092 = PollingOption(rawValue: 4)
    }

    /// As Apple's: the delegate is not kept alive by its session.
    public private(set) weak var delegate: (any NFCTagReaderSessionDelegate)?
    public let pollingOption: PollingOption
    let queue: DispatchQueue

    public init?(
        pollingOption: PollingOption, delegate: any NFCTagReaderSessionDelegate, queue: DispatchQueue? = nil
    ) {
        guard NFCWorld.shared.isReadingAvailable else { return nil }
        self.pollingOption = pollingOption
        self.delegate = delegate
        self.queue = queue ?? DispatchQueue(label: "nfc")
    }

    public var alertMessage: String = "" {
        didSet { NFCWorld.shared.note(.message(alertMessage, onMain: Thread.isMainThread)) }
    }
    public func begin() { NFCWorld.shared.begin(self) }
    public func invalidate() { NFCWorld.shared.invalidate(self, saying: nil) }
    public func invalidate(errorMessage: String) { NFCWorld.shared.invalidate(self, saying: errorMessage) }
    public func restartPolling() { NFCWorld.shared.restartPolling(self) }
    public func connect(to tag: NFCTag, completionHandler: @escaping @Sendable ((any Error)?) -> Void) {
        NFCWorld.shared.connect(self, completionHandler)
    }
}

public enum NFCTag {
    case feliCa(any NFCFeliCaTag)
    case iso7816(any NFCISO7816Tag)
    case iso15693(any NFCISO15693Tag)
    case miFare(any NFCMiFareTag)
}

public protocol NFCFeliCaTag: NSObjectProtocol {}
public protocol NFCISO15693Tag: NSObjectProtocol {}
public protocol NFCMiFareTag: NSObjectProtocol {}
public protocol NFCISO7816Tag: NSObjectProtocol {
    var initialSelectedAID: String { get }
    var applicationData: Data? { get }
    func sendCommand(
        apdu: NFCISO7816APDU, completionHandler: @escaping @Sendable (Data, UInt8, UInt8, (any Error)?) -> Void)
}

open class NFCISO7816APDU: NSObject {
    /// What the real one keeps too: it is the command until it is freed.
    public let bytes: Data

    /// Nil for what is no command APDU of ISO/IEC 7816-4, 5.1.
    public init?(data: Data) {
        let all = [UInt8](data)
        let isShort = all.count == 4 || all.count == 5 || (all.count > 5 && [5, 6].contains(all.count - Int(all[4])))
        let isExtended = all.count >= 7 && all[4] == 0
        guard isShort || isExtended else { return nil }
        bytes = Data(all)
    }
}
