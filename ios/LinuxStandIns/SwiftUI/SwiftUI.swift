// Type-checking stand-in: names and signatures that are used, after Apple's documentation. Nothing is drawn.
@_exported import Combine
import Foundation
import UIKit

// MARK: Views

@MainActor @preconcurrency public protocol View {
    associatedtype Body: View
    @ViewBuilder var body: Body { get }
}
extension Never: View { public var body: Never { fatalError() } }
public protocol Primitive: View where Body == Never {}
extension Primitive { public var body: Never { fatalError() } }
extension Optional: View where Wrapped: View { public var body: Never { fatalError() } }
public struct EmptyView: Primitive { public nonisolated init() {} }
public struct TupleView<T>: Primitive { nonisolated init() {} }
public struct ConditionalContent<A: View, B: View>: Primitive { nonisolated init() {} }
public struct Modified<V>: Primitive { nonisolated init() {} }

@resultBuilder public enum ViewBuilder {
    public static func buildExpression<C: View>(_ c: C) -> C { c }
    public static func buildBlock() -> EmptyView { EmptyView() }
    public static func buildBlock<C: View>(_ c: C) -> C { c }
    public static func buildBlock<each C: View>(_ c: repeat each C) -> TupleView<(repeat each C)> { TupleView() }
    public static func buildIf<C: View>(_ c: C?) -> C? { c }
    public static func buildEither<A: View, B: View>(first: A) -> ConditionalContent<A, B> { ConditionalContent() }
    public static func buildEither<A: View, B: View>(second: B) -> ConditionalContent<A, B> { ConditionalContent() }
}

public struct HorizontalAlignment: Sendable { public static let leading = Self(), center = Self(), trailing = Self() }
public struct VerticalAlignment: Sendable {
    public static let top = Self(), center = Self(), bottom = Self(), firstTextBaseline = Self()
}
public struct Alignment: Sendable { public static let center = Self(), leading = Self(), top = Self() }
public struct VStack<C: View>: Primitive {
    public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> C) {}
}
public struct HStack<C: View>: Primitive {
    public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> C) {}
}
public struct ZStack<C: View>: Primitive {
    public init(alignment: Alignment = .center, @ViewBuilder content: () -> C) {}
}
public struct ScrollView<C: View>: Primitive { public init(@ViewBuilder content: () -> C) {} }
public struct Spacer: Primitive { public init(minLength: CGFloat? = nil) {} }
public struct ForEach<D: RandomAccessCollection, ID: Hashable, C: View>: Primitive {
    public init(_ data: D, id: KeyPath<D.Element, ID>, @ViewBuilder content: @escaping (D.Element) -> C) {}
}
public struct Text: Primitive {
    public init(_ content: some StringProtocol) {}
    public init(verbatim content: String) {}
}
public struct Image: Primitive {
    public enum Scale: Sendable { case small, medium, large }
    public init(systemName: String) {}
}
public struct Button<L: View>: Primitive {
    public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> L) {}
}
extension Button where L == Text {
    public init(_ title: some StringProtocol, action: @escaping @MainActor () -> Void) {}
}
public struct Menu<L: View, C: View>: Primitive {
    public init(@ViewBuilder content: () -> C, @ViewBuilder label: () -> L) {}
}
public struct Toggle<L: View>: Primitive { public init(isOn: Binding<Bool>, @ViewBuilder label: () -> L) {} }
public struct ProgressView: Primitive {
    public init() {}
    public init(value: Double?, total: Double = 1) {}
}
public struct Link<L: View>: Primitive { public init(destination: URL, @ViewBuilder label: () -> L) {} }

@MainActor public final class UIHostingController<C: View> {
    public init(rootView: C) {}
    public func sizeThatFits(in size: CGSize) -> CGSize { .zero }
}

// MARK: Shapes and colours

public protocol ShapeStyle: Sendable {}
public struct HierarchicalShapeStyle: ShapeStyle {}
extension ShapeStyle where Self == HierarchicalShapeStyle { public static var secondary: Self { Self() } }
public struct Color: Primitive, ShapeStyle {
    public init(_ color: UIColor) {}
    public static let accentColor = Color(.systemBackground), clear = Color(.systemBackground)
}
public struct RoundedRectangle: Primitive {
    public init(cornerRadius: CGFloat) {}
    public func stroke(_ content: some ShapeStyle, lineWidth: CGFloat = 1) -> some View { Modified<Self>() }
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
    @MainActor public func callAsFunction<V: View>(@ViewBuilder _ content: () -> V) -> some View { Modified<Self>() }
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
@propertyWrapper public struct State<V> {
    public init(wrappedValue: V) { first = wrappedValue }
    let first: V
    public var wrappedValue: V {
        get { first }
        nonmutating set {}
    }
    public var projectedValue: Binding<V> { Binding(get: { first }, set: { _ in }) }
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
    public struct Binding {}
    public init() where V == Bool { first = false }
    let first: V
    public var wrappedValue: V {
        get { first }
        nonmutating set {}
    }
    public var projectedValue: Binding { Binding() }
}
public struct EnvironmentValues { public var scenePhase = ScenePhase.active }
@propertyWrapper public struct Environment<V> {
    public init(_ path: KeyPath<EnvironmentValues, V>) { wrappedValue = EnvironmentValues()[keyPath: path] }
    public let wrappedValue: V
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
public struct AccessibilityChildBehavior: Sendable { public static let ignore = Self(), combine = Self() }
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
    public func font(_ font: Font?) -> some View { Modified<Self>() }
    public func fontWeight(_ weight: Font.Weight?) -> some View { Modified<Self>() }
    public func underline(_ isActive: Bool = true) -> some View { Modified<Self>() }
    public func imageScale(_ scale: Image.Scale) -> some View { Modified<Self>() }
    public func padding(_ edges: Edge.Set = .all, _ length: CGFloat? = nil) -> some View { Modified<Self>() }
    public func frame(width: CGFloat? = nil, height: CGFloat? = nil, alignment: Alignment = .center) -> some View {
        Modified<Self>()
    }
    public func frame(
        minWidth: CGFloat? = nil, maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil, maxHeight: CGFloat? = nil,
        alignment: Alignment = .center
    ) -> some View { Modified<Self>() }
    public func fixedSize(horizontal: Bool, vertical: Bool) -> some View { Modified<Self>() }
    public func offset(x: CGFloat = 0, y: CGFloat = 0) -> some View { Modified<Self>() }
    public func overlay(_ overlay: some View) -> some View { Modified<Self>() }
    public func background(_ background: some View) -> some View { Modified<Self>() }
    public func ignoresSafeArea() -> some View { Modified<Self>() }
    public func id(_ id: some Hashable) -> some View { Modified<Self>() }
    public func buttonStyle(_ style: some PrimitiveButtonStyle) -> some View { Modified<Self>() }
    public func controlSize(_ size: ControlSize) -> some View { Modified<Self>() }
    public func privacySensitive(_ sensitive: Bool = true) -> some View { Modified<Self>() }
    public func onChange<V: Equatable>(of value: V, perform action: @escaping (V) -> Void) -> some View {
        Modified<Self>()
    }
    public func task(id: some Equatable, _ action: @escaping @Sendable @MainActor () async -> Void) -> some View {
        Modified<Self>()
    }
    public func accessibilityLabel(_ label: some StringProtocol) -> some View { Modified<Self>() }
    public func accessibilityHint(_ hint: some StringProtocol) -> some View { Modified<Self>() }
    public func accessibilityHidden(_ hidden: Bool) -> some View { Modified<Self>() }
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View { Modified<Self>() }
    public func accessibilityElement(children: AccessibilityChildBehavior) -> some View { Modified<Self>() }
    public func accessibilityAction(_ kind: AccessibilityActionKind, _ handler: @escaping () -> Void) -> some View {
        Modified<Self>()
    }
    public func accessibilityFocused(_ condition: AccessibilityFocusState<Bool>.Binding) -> some View {
        Modified<Self>()
    }
}
