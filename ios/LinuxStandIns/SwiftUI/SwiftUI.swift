// Names and signatures that are used, after Apple's documentation. What a view comes to can be looked at as `Drawn`;
// nothing is laid out.
@_exported import Combine
import Foundation
import UIKit

// MARK: Views

@MainActor @preconcurrency public protocol View {
    associatedtype Body: View
    @ViewBuilder var body: Body { get }
    /// Not Apple's: what it comes to.
    var drawn: Drawn { get }
}
extension View { public var drawn: Drawn { body.drawn } }
extension Never: View { public var body: Never { fatalError() } }
public protocol Primitive: View where Body == Never {}
extension Primitive { public var body: Never { fatalError() } }
extension Optional: View where Wrapped: View {
    public var body: Never { fatalError() }
    public var drawn: Drawn { Drawn("Group", map { [Drawn.of($0)] } ?? []) }
}
public struct EmptyView: Primitive {
    public nonisolated init() {}
    public var drawn: Drawn { Drawn("Group") }
}
public struct TupleView<T>: Primitive {
    let parts: [() -> Drawn]
    public var drawn: Drawn { Drawn("Group", parts.map { $0() }) }
}
public struct ConditionalContent<A: View, B: View>: Primitive {
    let part: () -> Drawn
    public var drawn: Drawn { part() }
}
public struct Modified<V: View>: Primitive {
    let content: V
    let change: (inout Drawn) -> Void
    init(_ content: V, _ change: @escaping (inout Drawn) -> Void = { _ in }) {
        (self.content, self.change) = (content, change)
    }
    public var drawn: Drawn {
        var drawn = Drawn.of(content)
        change(&drawn)
        return drawn
    }
}

@resultBuilder public enum ViewBuilder {
    public static func buildExpression<C: View>(_ c: C) -> C { c }
    public static func buildBlock() -> EmptyView { EmptyView() }
    public static func buildBlock<C: View>(_ c: C) -> C { c }
    public static func buildBlock<each C: View>(_ c: repeat each C) -> TupleView<(repeat each C)> {
        var parts: [() -> Drawn] = []
        func add<V: View>(_ view: V) { parts.append { Drawn.of(view) } }
        repeat add(each c)
        return TupleView(parts: parts)
    }
    public static func buildIf<C: View>(_ c: C?) -> C? { c }
    public static func buildEither<A: View, B: View>(first: A) -> ConditionalContent<A, B> {
        ConditionalContent { Drawn.of(first) }
    }
    public static func buildEither<A: View, B: View>(second: B) -> ConditionalContent<A, B> {
        ConditionalContent { Drawn.of(second) }
    }
}

public struct HorizontalAlignment: Sendable { public static let leading = Self(), center = Self(), trailing = Self() }
public struct VerticalAlignment: Sendable {
    public static let top = Self(), center = Self(), bottom = Self(), firstTextBaseline = Self()
}
public struct Alignment: Sendable { public static let center = Self(), leading = Self(), top = Self() }
public struct VStack<C: View>: Primitive {
    let content: C
    public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> C) {
        self.content = content()
    }
    public var drawn: Drawn { Drawn("VStack", [Drawn.of(content)]) }
}
public struct HStack<C: View>: Primitive {
    let content: C
    public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> C) {
        self.content = content()
    }
    public var drawn: Drawn { Drawn("HStack", [Drawn.of(content)]) }
}
public struct ZStack<C: View>: Primitive {
    let content: C
    public init(alignment: Alignment = .center, @ViewBuilder content: () -> C) { self.content = content() }
    public var drawn: Drawn { Drawn("ZStack", [Drawn.of(content)]) }
}
public struct ScrollView<C: View>: Primitive {
    let content: C
    public init(@ViewBuilder content: () -> C) { self.content = content() }
    public var drawn: Drawn { Drawn("ScrollView", [Drawn.of(content)]) }
}
public struct Spacer: Primitive {
    public init(minLength: CGFloat? = nil) {}
    public var drawn: Drawn { Drawn("Spacer") }
}
public struct ForEach<D: RandomAccessCollection, ID: Hashable, C: View>: Primitive {
    let data: D
    let content: (D.Element) -> C
    public init(_ data: D, id: KeyPath<D.Element, ID>, @ViewBuilder content: @escaping (D.Element) -> C) {
        (self.data, self.content) = (data, content)
    }
    public var drawn: Drawn { Drawn("Group", data.map { Drawn.of(content($0)) }) }
}
public struct Text: Primitive {
    let content: String
    public init(_ content: some StringProtocol) { self.content = String(content) }
    public init(verbatim content: String) { self.content = content }
    public var drawn: Drawn { Drawn("Text", text: content) }
}
public struct Image: Primitive {
    public enum Scale: Sendable { case small, medium, large }
    let name: String
    public init(systemName: String) { name = systemName }
    public var drawn: Drawn { Drawn("Image", text: name) }
}
public struct Button<L: View>: Primitive {
    let action: @MainActor () -> Void
    let label: L
    public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> L) {
        (self.action, self.label) = (action, label())
    }
    public var drawn: Drawn {
        var drawn = Drawn("Button", [Drawn.of(label)])
        drawn.press = action
        return drawn
    }
}
extension Button where L == Text {
    public init(_ title: some StringProtocol, action: @escaping @MainActor () -> Void) {
        (self.action, label) = (action, Text(title))
    }
}
public struct Menu<L: View, C: View>: Primitive {
    let (content, label): (C, L)
    public init(@ViewBuilder content: () -> C, @ViewBuilder label: () -> L) {
        (self.content, self.label) = (content(), label())
    }
    /// Closed: what is in it is there, and read when it is opened.
    public var drawn: Drawn {
        var drawn = Drawn("Menu", [Drawn.of(label)])
        drawn.menu = [Drawn.of(content)]
        return drawn
    }
}
public struct Toggle<L: View>: Primitive {
    let isOn: Binding<Bool>
    let label: L
    public init(isOn: Binding<Bool>, @ViewBuilder label: () -> L) { (self.isOn, self.label) = (isOn, label()) }
    public var drawn: Drawn {
        var drawn = Drawn("Toggle", [Drawn.of(label)])
        drawn.isOn = isOn.wrappedValue
        drawn.set = { isOn.wrappedValue = $0 }
        return drawn
    }
}
public struct ProgressView: Primitive {
    let value: Double?
    public init() { value = nil }
    public init(value: Double?, total: Double = 1) { self.value = value }
    public var drawn: Drawn { Drawn("ProgressView", text: value.map { "\($0)" }) }
}
public struct Link<L: View>: Primitive {
    let destination: URL
    let label: L
    public init(destination: URL, @ViewBuilder label: () -> L) {
        (self.destination, self.label) = (destination, label())
    }
    public var drawn: Drawn { Drawn("Link", text: destination.absoluteString, [Drawn.of(label)]) }
}

@MainActor public final class UIHostingController<C: View> {
    public init(rootView: C) {}
    public func sizeThatFits(in size: CGSize) -> CGSize { .zero }
}

// MARK: Shapes and colours

public protocol ShapeStyle: Sendable {}
public struct HierarchicalShapeStyle: ShapeStyle {}
extension ShapeStyle where Self == HierarchicalShapeStyle { public static var secondary: Self { Self() } }
public struct Color: Primitive, ShapeStyle {
    let name: String
    public init(_ color: UIColor) { name = color.name }
    init(name: String) { self.name = name }
    public static let accentColor = Color(name: "accent"), clear = Color(name: "clear")
    public var drawn: Drawn { Drawn("Color", text: name) }
}
public struct RoundedRectangle: Primitive {
    public init(cornerRadius: CGFloat) {}
    public func stroke(_ content: some ShapeStyle, lineWidth: CGFloat = 1) -> some View { Modified(self) }
    public var drawn: Drawn { Drawn("RoundedRectangle") }
}
public struct Font: Sendable {
    public enum Weight: Sendable { case regular, bold }
    public static let title = Font(), headline = Font(), body = Font(), footnote = Font(), caption2 = Font()
}

// MARK: Layout

public struct ProposedViewSize: Sendable {
    public var width: CGFloat?, height: CGFloat?
    public init(width: CGFloat?, height: CGFloat?) { (self.width, self.height) = (width, height) }
}
public struct UnitPoint: Sendable { public static let bottomLeading = UnitPoint() }
public struct LayoutSubview {
    let size: CGSize
    let placed: (CGPoint, ProposedViewSize) -> Void
    public func sizeThatFits(_ proposal: ProposedViewSize) -> CGSize { size }
    public func place(at position: CGPoint, anchor: UnitPoint, proposal: ProposedViewSize) {
        placed(position, proposal)
    }
}
public struct LayoutSubviews: RandomAccessCollection {
    let views: [LayoutSubview]
    /// For tests: views of these sizes, and where they are placed.
    public init(_ sizes: [CGSize], placed: @escaping (Int, CGPoint) -> Void = { _, _ in }) {
        views = sizes.enumerated().map { at, size in
            LayoutSubview(size: size, placed: { point, _ in placed(at, point) })
        }
    }
    public var startIndex: Int { 0 }
    public var endIndex: Int { views.count }
    public subscript(_ at: Int) -> LayoutSubview { views[at] }
}
public protocol Layout {
    associatedtype Cache = Void
    typealias Subviews = LayoutSubviews
    func sizeThatFits(proposal: ProposedViewSize, subviews: Subviews, cache: inout Cache) -> CGSize
    func placeSubviews(in bounds: CGRect, proposal: ProposedViewSize, subviews: Subviews, cache: inout Cache)
}
extension Layout {
    @MainActor public func callAsFunction<V: View>(@ViewBuilder _ content: () -> V) -> some View {
        Modified(content()) { $0 = Drawn("\(Self.self)", [$0]) }
    }
}

// MARK: State

@propertyWrapper public struct Binding<V> {
    public init(get: @escaping () -> V, set: @escaping (V) -> Void) { (read, write) = (get, set) }
    let read: () -> V
    let write: (V) -> Void
    public var wrappedValue: V {
        get { read() }
        nonmutating set { write(newValue) }
    }
    public var projectedValue: Binding<V> { self }
}
/// What a view keeps from drawing to drawing; here, as long as the same view value is drawn.
final class Kept<V> {
    var value: V
    init(_ value: V) { self.value = value }
}
@propertyWrapper public struct State<V> {
    public init(wrappedValue: V) { kept = Kept(wrappedValue) }
    let kept: Kept<V>
    public var wrappedValue: V {
        get { kept.value }
        nonmutating set { kept.value = newValue }
    }
    public var projectedValue: Binding<V> { Binding(get: { kept.value }, set: { kept.value = $0 }) }
}
@MainActor @preconcurrency @propertyWrapper public struct ObservedObject<O: ObservableObject> {
    public init(wrappedValue: O) { self.wrappedValue = wrappedValue }
    public var wrappedValue: O
}
@MainActor @preconcurrency @propertyWrapper public struct StateObject<O: ObservableObject> {
    public init(wrappedValue make: @autoclosure @escaping () -> O) { object = make() }
    let object: O
    public var wrappedValue: O { object }
}
@propertyWrapper public struct AccessibilityFocusState<V: Hashable> {
    public struct Binding { let isFocused: () -> V }
    public init() where V == Bool { kept = Kept(false) }
    let kept: Kept<V>
    public var wrappedValue: V {
        get { kept.value }
        nonmutating set { kept.value = newValue }
    }
    public var projectedValue: Binding { Binding(isFocused: { kept.value }) }
}
public struct EnvironmentValues {
    public var scenePhase = ScenePhase.active
    public init() {}
    /// As a test wants it.
    public nonisolated(unsafe) static var now = EnvironmentValues()
}
@propertyWrapper public struct Environment<V> {
    let path: KeyPath<EnvironmentValues, V>
    public init(_ path: KeyPath<EnvironmentValues, V>) { self.path = path }
    public var wrappedValue: V { EnvironmentValues.now[keyPath: path] }
}
public enum ScenePhase: Sendable { case background, inactive, active }

// MARK: App

@MainActor @preconcurrency public protocol Scene {}
public struct WindowGroup<C: View>: Scene { public init(@ViewBuilder content: () -> C) {} }
@MainActor @preconcurrency public protocol App {
    associatedtype Body: Scene
    var body: Body { get }
    init()
}
extension App { public static func main() { _ = Self().body } }

// MARK: Modifiers

public struct Edge: Sendable {
    public struct Set: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let top = Set(rawValue: 1), all = Set(rawValue: 15)
    }
}
public struct AccessibilityTraits: SetAlgebra, Sendable {
    public var names: Set<String> = []
    public init() {}
    public static let isHeader = Self("header"), isSelected = Self("selected"), updatesFrequently = Self("updates")
    init(_ name: String) { names = [name] }
    public typealias Element = AccessibilityTraits
    public func contains(_ member: Self) -> Bool { names.isSuperset(of: member.names) }
    public mutating func formUnion(_ other: Self) { names.formUnion(other.names) }
    public mutating func formIntersection(_ other: Self) { names.formIntersection(other.names) }
    public mutating func formSymmetricDifference(_ other: Self) { names.formSymmetricDifference(other.names) }
    public func union(_ other: Self) -> Self { var new = self; new.formUnion(other); return new }
    public func intersection(_ other: Self) -> Self { var new = self; new.formIntersection(other); return new }
    public func symmetricDifference(_ other: Self) -> Self {
        var new = self; new.formSymmetricDifference(other); return new
    }
    @discardableResult public mutating func insert(_ new: Self) -> (inserted: Bool, memberAfterInsert: Self) {
        let inserted = !contains(new)
        formUnion(new)
        return (inserted, new)
    }
    @discardableResult public mutating func remove(_ member: Self) -> Self? {
        names.subtract(member.names); return member
    }
    @discardableResult public mutating func update(with new: Self) -> Self? { formUnion(new); return new }
}
public struct AccessibilityChildBehavior: Equatable, Sendable {
    let name: String
    public static let ignore = Self(name: "ignore"), combine = Self(name: "combine")
}
public struct AccessibilityActionKind: Sendable { public static let escape = Self() }
public protocol PrimitiveButtonStyle {}
public struct BorderedButtonStyle: PrimitiveButtonStyle {}
public struct BorderedProminentButtonStyle: PrimitiveButtonStyle {}
public struct BorderlessButtonStyle: PrimitiveButtonStyle {}
extension PrimitiveButtonStyle where Self == BorderedButtonStyle { public static var bordered: Self { Self() } }
extension PrimitiveButtonStyle where Self == BorderedProminentButtonStyle {
    public static var borderedProminent: Self { Self() }
}
extension PrimitiveButtonStyle where Self == BorderlessButtonStyle { public static var borderless: Self { Self() } }
public enum ControlSize: Sendable { case regular, large }

extension View {
    public func font(_ font: Font?) -> some View { Modified(self) }
    public func fontWeight(_ weight: Font.Weight?) -> some View { Modified(self) }
    public func underline(_ isActive: Bool = true) -> some View { Modified(self) { $0.isUnderlined = isActive } }
    public func imageScale(_ scale: Image.Scale) -> some View { Modified(self) }
    public func padding(_ edges: Edge.Set = .all, _ length: CGFloat? = nil) -> some View { Modified(self) }
    public func frame(width: CGFloat? = nil, height: CGFloat? = nil, alignment: Alignment = .center) -> some View {
        Modified(self)
    }
    public func frame(
        minWidth: CGFloat? = nil, maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil, maxHeight: CGFloat? = nil,
        alignment: Alignment = .center
    ) -> some View { Modified(self) { $0.minHeight = max($0.minHeight, minHeight ?? 0) } }
    public func fixedSize(horizontal: Bool, vertical: Bool) -> some View { Modified(self) }
    public func offset(x: CGFloat = 0, y: CGFloat = 0) -> some View { Modified(self) }
    public func overlay(_ overlay: some View) -> some View {
        Modified(self) { $0 = Drawn("Overlaid", [$0, Drawn.of(overlay)]) }
    }
    public func background(_ background: some View) -> some View { Modified(self) }
    public func ignoresSafeArea() -> some View { Modified(self) { $0.fillsScreen = true } }
    public func id(_ id: some Hashable) -> some View { Modified(self) }
    public func buttonStyle(_ style: some PrimitiveButtonStyle) -> some View { Modified(self) }
    public func controlSize(_ size: ControlSize) -> some View { Modified(self) }
    public func privacySensitive(_ sensitive: Bool = true) -> some View {
        Modified(self) { $0.isPrivate = sensitive }
    }
    public func onChange<V: Equatable>(of value: V, perform action: @escaping (V) -> Void) -> some View {
        Modified(self) { $0.changes.append { if let value = $0 as? V { action(value) } } }
    }
    public func task(id: some Equatable, _ action: @escaping @Sendable @MainActor () async -> Void) -> some View {
        Modified(self) { $0.tasks.append(action) }
    }
    public func accessibilityLabel(_ label: some StringProtocol) -> some View {
        Modified(self) { $0.label = String(label) }
    }
    public func accessibilityHint(_ hint: some StringProtocol) -> some View {
        Modified(self) { $0.hint = String(hint) }
    }
    public func accessibilityHidden(_ hidden: Bool) -> some View { Modified(self) { $0.isUnspoken = hidden } }
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View {
        Modified(self) { $0.traits.formUnion(traits) }
    }
    public func accessibilityElement(children: AccessibilityChildBehavior) -> some View {
        Modified(self) {
            $0.isOneElement = true
            $0.ignoresChildren = children == .ignore
        }
    }
    public func accessibilityAction(_ kind: AccessibilityActionKind, _ handler: @escaping () -> Void) -> some View {
        Modified(self) { $0.escape = handler }
    }
    public func accessibilityFocused(_ condition: AccessibilityFocusState<Bool>.Binding) -> some View {
        Modified(self) { $0.isFocused = condition.isFocused }
    }
}
