import Foundation

/// What a view comes to: what would be seen, said by VoiceOver and done, without its looks.
public struct Drawn {
    /// The view's name: `Text`, `Button`, …; `Group` for what only holds others.
    public let kind: String
    /// A text's words, an image's name, a link's address, how far a progress is.
    public let text: String?
    public var children: [Drawn]
    /// What a menu holds.
    public var menu: [Drawn] = []
    public var label: String?
    public var hint: String?
    public var traits = AccessibilityTraits()
    public var minHeight: CGFloat = 0
    public var isUnderlined = false
    public var isPrivate = false
    public var fillsScreen = false
    public var isUnspoken = false
    public var isOneElement = false
    public var ignoresChildren = false
    public var isFocused: () -> Bool = { false }
    public var isOn: Bool?
    public var press: (@MainActor () -> Void)?
    public var set: ((Bool) -> Void)?
    public var escape: (() -> Void)?
    public var changes: [(Any) -> Void] = []
    public var tasks: [@Sendable @MainActor () async -> Void] = []

    public init(_ kind: String, text: String? = nil, _ children: [Drawn] = []) {
        (self.kind, self.text, self.children) = (kind, text, children)
    }

    public static func of(_ view: some View) -> Drawn {
        MainActor.assumeIsolated { view.drawn }
    }

    /// This and everything in it, from the back to the front, from the top to the bottom.
    public var all: [Drawn] { [self] + children.flatMap(\.all) }

    /// Everything that is written.
    public var written: [String] { all.filter { $0.kind == "Text" }.compactMap(\.text) }

    /// What VoiceOver stops at, in order.
    public var spoken: [Drawn] {
        if isUnspoken { return [] }
        let isElement = ["Text", "Image", "Button", "Link", "Toggle", "Menu"].contains(kind)
        if label != nil || isOneElement || isElement { return [self] }
        return children.flatMap(\.spoken)
    }

    /// What VoiceOver says there.
    public var said: String {
        if isUnspoken { return "" }
        if let label { return label }
        if ignoresChildren { return "" }
        if ["Text", "Image"].contains(kind) { return text ?? "" }
        return children.map(\.said).filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// A value that views watch has changed.
    public func change(to value: Any) { all.flatMap(\.changes).forEach { $0(value) } }
}
