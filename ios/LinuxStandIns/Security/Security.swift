// The Keychain's functions and constants that are used, after Apple's documentation; items live in `KeychainWorld`.
import Foundation

public typealias OSStatus = Int32
public typealias CFTypeRef = AnyObject
public typealias CFString = String
public typealias CFDictionary = NSDictionary

public let errSecSuccess: OSStatus = 0
public let errSecItemNotFound: OSStatus = -25300
public let errSecDuplicateItem: OSStatus = -25299
public let errSecInteractionNotAllowed: OSStatus = -25308

public let kSecClass: CFString = "class"
public let kSecClassGenericPassword: CFString = "genp"
public let kSecAttrService: CFString = "svce"
public let kSecAttrAccount: CFString = "acct"
public let kSecAttrAccessible: CFString = "pdmn"
public let kSecAttrAccessibleWhenUnlockedThisDeviceOnly: CFString = "aku"
public let kSecAttrSynchronizable: CFString = "sync"
public let kSecUseDataProtectionKeychain: CFString = "nleg"
public let kSecValueData: CFString = "v_Data"
public let kSecReturnData: CFString = "r_Data"
public let kSecMatchLimit: CFString = "m_Limit"
public let kSecMatchLimitOne: CFString = "m_LimitOne"

public func SecItemAdd(_ attributes: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus {
    KeychainWorld.shared.add(KeychainWorld.read(attributes))
}
public func SecItemUpdate(_ query: CFDictionary, _ attributesToUpdate: CFDictionary) -> OSStatus {
    KeychainWorld.shared.update(KeychainWorld.read(query), KeychainWorld.read(attributesToUpdate))
}
public func SecItemCopyMatching(_ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus {
    let (status, found) = KeychainWorld.shared.find(KeychainWorld.read(query))
    if let found { result?.pointee = NSData(data: found) }
    return status
}
public func SecItemDelete(_ query: CFDictionary) -> OSStatus {
    KeychainWorld.shared.remove(KeychainWorld.read(query))
}

/// A Keychain in memory, which a test can look at and can make fail.
public final class KeychainWorld: @unchecked Sendable {  // every field is touched under `lock`
    public static let shared = KeychainWorld()

    private let lock = NSLock()
    private var kept: [[String: String]: (attributes: [String: String], data: Data)] = [:]
    private var failing: OSStatus?

    public var items: [(attributes: [String: String], data: Data)] { locked { Array(kept.values) } }
    public func fail(_ status: OSStatus?) { locked { failing = status } }
    public func reset() {
        locked {
            kept = [:]
            failing = nil
        }
    }

    static func read(_ dictionary: NSDictionary) -> [String: Any] {
        var read: [String: Any] = [:]
        for (key, value) in dictionary { read["\(key)"] = value }
        return read
    }

    func add(_ item: [String: Any]) -> OSStatus {
        change {
            guard kept[key(item)] == nil else { return errSecDuplicateItem }
            kept[key(item)] = (texts(item), item["v_Data"] as? Data ?? Data())
            return errSecSuccess
        }
    }

    func update(_ query: [String: Any], _ changes: [String: Any]) -> OSStatus {
        change {
            guard let before = kept[key(query)] else { return errSecItemNotFound }
            let attributes = before.attributes.merging(texts(changes)) { $1 }
            kept[key(query)] = (attributes, changes["v_Data"] as? Data ?? before.data)
            return errSecSuccess
        }
    }

    func find(_ query: [String: Any]) -> (OSStatus, Data?) {
        locked {
            if let failing { return (failing, nil) }
            guard let found = kept[key(query)] else { return (errSecItemNotFound, nil) }
            return (errSecSuccess, found.data)
        }
    }

    func remove(_ query: [String: Any]) -> OSStatus {
        change { kept.removeValue(forKey: key(query)) == nil ? errSecItemNotFound : errSecSuccess }
    }

    private func key(_ item: [String: Any]) -> [String: String] {
        texts(item).filter { ["class", "svce", "acct"].contains($0.key) }
    }
    private func texts(_ item: [String: Any]) -> [String: String] {
        item.filter { $0.key != "v_Data" }.mapValues { "\($0)" }
    }
    private func change(_ work: () -> OSStatus) -> OSStatus { locked { failing ?? work() } }
    private func locked<T>(_ work: () -> T) -> T {
        lock.lock()
        defer { lock.unlock() }
        return work()
    }
}
