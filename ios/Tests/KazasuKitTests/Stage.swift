import Foundation

/// Where this package is, and what `make ios` put there for tests.
enum Place {
    static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let stage = package.appendingPathComponent("target/host/kazasu-stage")
    static let stageData = FileManager.default.temporaryDirectory.appendingPathComponent("kazasu-stage")

    static func json(_ name: String) throws -> Any {
        let file = package.appendingPathComponent("target/generated/\(name)")
        return try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    }
}

typealias Told = [String: Any]

/// The other side: the real server and a virtual card, in a process of their own, told what to do by lines of JSON.
final class Stage: @unchecked Sendable {  // every use is under `lock`
    struct Broken: Error { let at: String }

    /// One for all tests of a run: its keys take a while to make.
    static let shared = Stage()

    private let lock = NSLock()
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var read = Data()

    init() {
        process.executableURL = Place.stage
        process.standardInput = input
        process.standardOutput = output
        // What it keeps stands apart from what the app might leave behind.
        try? FileManager.default.createDirectory(at: Place.stageData, withIntermediateDirectories: true)
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": Place.stageData.path]) { $1 }
        do { try process.run() } catch { fatalError("no stage: \(error)") }
    }

    @discardableResult func tell(_ what: String, _ more: Told = [:]) throws -> Told {
        lock.lock()
        defer { lock.unlock() }
        let line = try JSONSerialization.data(withJSONObject: more.merging(["do": what]) { $1 })
        try input.fileHandleForWriting.write(contentsOf: line + Data("\n".utf8))
        while true {
            if let end = read.firstIndex(of: 10) {
                let line = Data(read[..<end])
                read = Data(read[(end + 1)...])
                return try JSONSerialization.jsonObject(with: line) as? Told ?? [:]
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Broken(at: what) }
            read += more
        }
    }

    /// A fresh server and a fresh card; with that PIN, if it is not the usual one.
    func start(_ card: String, pin: String? = nil) throws -> (origin: String, address: String?) {
        let told = try tell("start", ["card": card].merging(pin.map { ["pin": $0] } ?? [:]) { $1 })
        return (told["origin"] as? String ?? "", told["address"] as? String)
    }

    @discardableResult func control(_ method: String, _ path: String, _ body: Any? = nil) throws -> Told {
        let told = try tell("control", ["method": method, "path": path, "body": body ?? NSNull()])
        guard let status = told["status"] as? Int, (200..<300).contains(status) else { throw Broken(at: path) }
        return told["body"] as? Told ?? [:]
    }

    /// The card's answer and how many milliseconds it took; nil if it is gone.
    func transmit(_ command: Data) throws -> (Data, UInt64)? {
        let told = try tell("transmit", ["hex": command.hex])
        guard let hex = told["hex"] as? String else { return nil }
        return (Data(hex: hex), told["ms"] as? UInt64 ?? 0)
    }

    func registrations() throws -> [Told] {
        try control("GET", "/sandbox/v1/registrations")["registrations"] as? [Told] ?? []
    }
}

extension Data {
    var hex: String { map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }

    init(hex: String) {
        let digits = hex.compactMap(\.hexDigitValue)
        self.init(stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }
}
