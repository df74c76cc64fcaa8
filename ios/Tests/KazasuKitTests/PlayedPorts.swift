import CoreNFC
import Foundation
import KazasuCore

@testable import KazasuKit

/// The real reader over Core NFC's stand-in; the card is in the field as long as one is looked for or read.
struct PlayedCard: CardPort {
    let world: World
    let life: Int

    var readiness: Readiness { world.locked { world.readiness } }

    func open(sheet: String, tell: @escaping @Sendable (Answer) -> Void) {
        guard world.isAlive(life) else { return }
        world.note("open")
        world.locked { world.sheets.append(sheet) }
        switch world.due(["open"]) {
        case .fails: tell(.cardFailed(fault: .noCard))
        case .noCard(let reason): tell(.cardFailed(fault: reason))
        case .press(let action): world.press(action)
        default:
            _ = try? world.stage.tell("tap")
            world.locked { world.holds += 1 }
            world.reader.open(sheet: sheet, tell: tell)
        }
    }

    func transmit(_ command: CardCommand, timeoutMs: UInt32, sheet: String, tell: @escaping @Sendable (Answer) -> Void)
    {
        guard world.isAlive(life) else { return }
        world.locked { world.sheets.append(sheet) }
        world.reader.transmit(command, timeoutMs: timeoutMs, sheet: sheet, tell: tell)
    }

    func close(sheet: String, success: Bool) {
        guard world.isAlive(life) else { return }
        if !sheet.isEmpty {
            world.note("close")
            world.locked { world.sheets.append(sheet) }
        }
        world.reader.close(sheet: sheet, success: success)
        _ = try? world.stage.tell("leave")
    }
}

struct Failing: Error {}

struct PlayedStore: Store {
    let world: World
    let life: Int

    func save(_ bytes: Data, in slot: String) throws {
        guard world.isAlive(life) else { throw Failing() }
        guard slot != "preferences" else { return }
        world.note("save \(slot)")
        let fault = world.due(["save \(slot)"])
        if fault == .fails { throw Failing() }
        if fault != .killBefore { world.locked { world.stored[slot] = Data([UInt8](bytes)) } }
        if fault == .killBefore || fault == .killAfter {
            world.kill()
            throw Failing()
        }
    }

    func load(_ slot: String) throws -> Data? {
        guard world.isAlive(life) else { throw Failing() }
        guard slot != "preferences" else { return nil }
        world.note("load \(slot)")
        switch world.due(["load \(slot)"]) {
        case .fails: throw Failing()
        case .damaged: return Data("{\"version\":1,".utf8)
        default: return world.locked { world.stored[slot] }
        }
    }

    func forget(_ slot: String) {
        guard world.isAlive(life) else { return }
        world.note("forget \(slot)")
        world.locked { world.stored[slot] = nil }
    }
}

struct PlayedHttp: HttpPort {
    let world: World
    let life: Int
    let client: any HttpPort

    func send(_ request: HttpRequest) async -> Answer {
        guard world.isAlive(life), let name = name(request) else { return .httpFailed(fault: .broken) }
        world.note(name)
        let fault = world.due([name])
        switch fault {
        case .lostBefore: return .httpFailed(fault: .offline)
        case .insecure: return .httpFailed(fault: .tls)
        case .insecureDate: return .httpFailed(fault: .tlsDate)
        case .stranger(let status):
            let page = [HttpHeader(name: "content-type", value: "text/html")]
            return .httpAnswered(answer: HttpAnswer(status: status, headers: page, body: Data("<html>".utf8)))
        case .killBefore:
            world.kill()
            return .httpFailed(fault: .broken)
        case .press(let action):
            world.press(action)
            try? await Task.sleep(for: .seconds(60))
            return .httpFailed(fault: .broken)
        default: break
        }
        let answer = await client.send(request)
        if fault == .killAfter { world.kill() }
        return fault == .lostAfter ? .httpFailed(fault: .timeout) : answer
    }

    private func name(_ request: HttpRequest) -> String? {
        guard let url = try? request.url(), let method = try? request.method() else { return nil }
        let rest = url.range(of: "://").map { url[$0.upperBound...] } ?? ""
        _ = world.locked { world.hosts.insert(String(rest.prefix { $0 != "/" })) }
        return "\(method)".uppercased() + " " + (rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/")
    }
}

struct PlayedClock: PhoneClock {
    let world: World
    let life: Int

    func now() -> Now { world.now() }

    func sleep(ms: UInt32) async throws {
        guard world.isAlive(life) else { throw CancellationError() }
        try await world.wait(ms)
    }
}

/// A card as Core NFC shows it: the virtual one on the stage.
final class VirtualTag: NSObject, NFCISO7816Tag, @unchecked Sendable {  // its fields do not change
    let world: World
    let initialSelectedAID: String
    let applicationData: Data? = nil

    init(_ world: World) {
        self.world = world
        initialSelectedAID = Project.applications.first ?? ""
        super.init()
        if world.systemSelects {
            let application = Data(hex: initialSelectedAID)
            _ = try? world.stage.transmit(Data([0x00, 0xA4, 0x04, 0x0C, UInt8(application.count)]) + application)
        }
    }

    func sendCommand(
        apdu: NFCISO7816APDU, completionHandler: @escaping @Sendable (Data, UInt8, UInt8, (any Error)?) -> Void
    ) {
        let command = Data([UInt8](apdu.bytes))
        DispatchQueue.global().async { [self] in exchange(command, completionHandler) }
    }

    private func exchange(_ command: Data, _ done: @escaping @Sendable (Data, UInt8, UInt8, (any Error)?) -> Void) {
        let kind = kind(command)
        world.note(kind)
        let (number, hook) = world.locked {
            world.commands.append(command)
            return (world.commands.count, world.onExchange)
        }
        if hook?(number) == true { return }
        let lost = { done(Data(), 0, 0, NSError(domain: NFCErrorDomain, code: 102)) }
        let fault = world.due(["exchange", kind])
        switch fault {
        case .notSent: return done(Data(), 0, 0, NSError(domain: NFCErrorDomain, code: 105))
        case .answers(let hex):
            let bytes = Data(hex: hex)
            return done(bytes.dropLast(2), bytes[bytes.count - 2], bytes[bytes.count - 1], nil)
        case .lostBefore:
            _ = try? world.stage.tell("leave")
            return lost()
        case .killBefore: return world.kill()
        case .press(let action): return world.press(action)
        default: break
        }
        let answered = try? world.stage.transmit(command)
        if fault == .lostAfter { _ = try? world.stage.tell("leave") }
        guard let (bytes, ms) = answered, fault != .lostAfter else { return lost() }
        guard bytes.count >= 2 else {
            world.locked { world.hadShortAnswer = true }
            return lost()
        }
        if kind == "read" { world.locked { world.read += bytes.dropLast(2) } }
        world.pass(ms: ms)
        if fault == .killAfter { return world.kill() }
        done(bytes.dropLast(2), bytes[bytes.count - 2], bytes[bytes.count - 1], nil)
    }

    private func kind(_ command: Data) -> String {
        let second = [UInt8](command)[1]
        if second == 0x20 { return command.count == 4 ? "query" : "verify" }
        return [0xA4: "select", 0xB0: "read", 0x2A: "sign"][second] ?? "other"
    }
}
