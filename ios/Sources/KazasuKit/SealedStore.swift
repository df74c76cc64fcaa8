import Foundation
import KazasuCore
import Security

/// The Keychain: items that can be read while the phone is unlocked, that never leave this phone, by backup or otherwise.
public struct SealedStore: Store {
    /// The Keychain would not do it.
    public struct Refused: Error {
        public let status: OSStatus
    }

    private let service: String

    /// `service` sets the items of one app apart from what else it keeps.
    public init(service: String = "dev.kazasu.sealed") {
        self.service = service
    }

    public func save(_ bytes: Data, in slot: String) throws {
        let protected: [String: Any] = [
            kSecAttrAccessible as String: kSecAttrAccessibleWhenUnlockedThisDeviceOnly, kSecValueData as String: bytes,
        ]
        var status = SecItemUpdate(dictionary(item(slot)), dictionary(protected))
        if status == errSecItemNotFound {
            status = SecItemAdd(dictionary(item(slot).merging(protected) { $1 }), nil)
        }
        guard status == errSecSuccess else { throw Refused(status: status) }
    }

    public func load(_ slot: String) throws -> Data? {
        var found: CFTypeRef?
        let wanted: [String: Any] = [kSecReturnData as String: true, kSecMatchLimit as String: kSecMatchLimitOne]
        let status = SecItemCopyMatching(dictionary(item(slot).merging(wanted) { $1 }), &found)
        switch status {
        case errSecSuccess: return found as? Data
        case errSecItemNotFound: return nil
        default: throw Refused(status: status)
        }
    }

    public func forget(_ slot: String) {
        _ = SecItemDelete(dictionary(item(slot)))
    }

    private func item(_ slot: String) -> [String: Any] {
        [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: service,
            kSecAttrAccount as String: slot,
            kSecAttrSynchronizable as String: false,
            kSecUseDataProtectionKeychain as String: true,
        ]
    }

    private func dictionary(_ values: [String: Any]) -> CFDictionary {
        NSDictionary(dictionary: values) as CFDictionary
    }
}
