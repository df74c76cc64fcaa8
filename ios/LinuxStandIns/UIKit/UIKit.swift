// Names and signatures that are used, after Apple's documentation. What an app says and does to the phone is noted, so that
// a test can look at it.
import Foundation

@MainActor public enum PhoneWorld {
    public enum Note: Equatable { case impact, success, error, announced(String), copied(String?), awake(Bool) }
    public static var notes: [Note] = []
}

@MainActor open class UIApplication: NSObject {
    public static let shared = UIApplication()
    open var isIdleTimerDisabled = false { didSet { PhoneWorld.notes.append(.awake(isIdleTimerDisabled)) } }
}

@MainActor open class UIFeedbackGenerator: NSObject {}
@MainActor open class UIImpactFeedbackGenerator: UIFeedbackGenerator {
    public enum FeedbackStyle: Int, Sendable { case light, medium, heavy, soft, rigid }
    public init(style: FeedbackStyle) {}
    open func impactOccurred() { PhoneWorld.notes.append(.impact) }
}
@MainActor open class UINotificationFeedbackGenerator: UIFeedbackGenerator {
    public enum FeedbackType: Int, Sendable { case success, warning, error }
    open func notificationOccurred(_ type: FeedbackType) {
        PhoneWorld.notes.append(type == .success ? .success : .error)
    }
}

@MainActor public enum UIAccessibility {
    public struct Notification: Equatable, Sendable { public static let announcement = Notification() }
    public static func post(notification: Notification, argument: Any?) {
        PhoneWorld.notes.append(.announced(argument as? String ?? ""))
    }
}

@MainActor open class UIPasteboard: NSObject {
    public static let general = UIPasteboard()
    open var string: String? { didSet { PhoneWorld.notes.append(.copied(string)) } }
}

open class UIColor: NSObject, @unchecked Sendable {  // has no state; Apple's is immutable
    public let name: String
    init(_ name: String) { self.name = name }
    public static let systemBackground = UIColor("systemBackground")
}
