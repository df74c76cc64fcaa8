import Foundation
import KazasuCore

/// The language that a person chose, or else the phone's.
public enum Languages {
    private static let slot = "preferences"
    private static let all = [Language.japanese, .plainJapanese, .english]

    /// Japanese where the phone speaks it; English, which more people read, everywhere else.
    public static func of(_ tag: String) -> Language {
        tag == "ja" || tag.hasPrefix("ja-") ? .japanese : .english
    }

    static func kept(in store: any Store) -> Language? {
        guard let kept = try? store.load(slot) else { return nil }
        return all.first { Data("\($0)".utf8) == kept }
    }

    static func keep(_ language: Language, in store: any Store) {
        // Where that fails, it is chosen again the next time.
        try? store.save(Data("\(language)".utf8), in: slot)
    }
}
