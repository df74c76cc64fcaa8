import Foundation

/// The files of this package that a phone reads.
enum Project {
    static func plist(_ name: String) -> Told {
        let file = Place.package.appendingPathComponent("App/Resources/\(name)")
        guard let data = try? Data(contentsOf: file) else { return [:] }
        return (try? PropertyListSerialization.propertyList(from: data, format: nil)) as? Told ?? [:]
    }

    static var applications: [String] {
        plist("Info.plist")["com.apple.developer.nfc.readersession.iso7816.select-identifiers"] as? [String] ?? []
    }

    /// Every Swift file that ships, by its path in the package.
    static func sources() throws -> [(path: String, text: String)] {
        try ["Sources", "App/Sources"].flatMap { folder in
            let root = Place.package.appendingPathComponent(folder)
            let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
            return try names.filter { $0.hasSuffix(".swift") }.map { name in
                ("\(folder)/\(name)", try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8))
            }
        }
    }
}
