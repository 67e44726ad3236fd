internal import RunbookDrawing

extension DisplayForm {
  /// Elements of a list that its text shows; a longer one shows both ends.
  static let mostListed = 20
  /// How deep the text goes into values inside values.
  private static let mostDepth = 4

  /// Any value on one line, without names of modules: `Kernel(size: 3, name: "sobel")`.
  static func text(of value: Any, depth: Int = 0) -> String {
    if let optional = value as? any OptionalValue {
      return optional.wrappedValue.map { text(of: $0, depth: depth) } ?? "nil"
    }
    if let number = value as? any BinaryFloatingPoint { return NumberText.long(Double(number)) }
    if let words = value as? any StringProtocol {
      return depth == 0 ? String(words) : "\"\(clippedLine(String(words)))\""
    }
    if let tensor = value as? Tensor {
      return tensor.rank == 0 ? tensor.description : "Tensor(\(text(ofShape: tensor.shape)))"
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .collection where value is any RangeExpression: return "\(value)"
    case .collection: return "[\(listed(mirror.children.map(\.value), depth))]"
    case .set:
      return "{\(listed(mirror.children.map(\.value).sorted(by: precedes), depth))}"
    default: break
    }
    if let list = value as? any PairList {
      let pairs = sortedPairs(of: list)
      return pairs.isEmpty
        ? "[:]" : "[\(listed(pairs.map { Pair(key: $0.key, value: $0.value) }, depth))]"
    }
    if let pair = value as? Pair {
      return "\(text(of: pair.key, depth: depth)): \(text(of: pair.value, depth: depth))"
    }
    if let value = value as? any CustomStringConvertible { return clippedLine(value.description) }
    guard let name = name(of: value, mirror) else { return "\(value)" }
    guard depth < mostDepth else { return "\(name)(…)" }
    return composed(name, mirror, depth)
  }

  private static func composed(_ name: String, _ mirror: Mirror, _ depth: Int) -> String {
    let children = allChildren(of: mirror)
    if mirror.displayStyle == .enum {
      guard let child = mirror.children.first else { return name }
      let payload = Mirror(reflecting: child.value)
      // Several payloads, or one with a label, come as a tuple.
      let isTuple = payload.displayStyle == .tuple
      return isTuple
        ? "\(name)\(composed("", payload, depth + 1))"
        : "\(name)(\(text(of: child.value, depth: depth + 1)))"
    }
    let parts = children.map { child in
      (child.label.map { $0.hasPrefix(".") ? "" : "\($0): " } ?? "")
        + text(of: child.value, depth: depth + 1)
    }
    return "\(name)(\(parts.joined(separator: ", ")))"
  }

  /// The text before the brackets; `nil` if the value has no parts to show.
  private static func name(of value: Any, _ mirror: Mirror) -> String? {
    switch mirror.displayStyle {
    case .struct, .class: typeName(type(of: value))
    case .tuple: ""
    case .enum: mirror.children.first.map { $0.label ?? "" }
    default: nil
    }
  }

  /// The stored properties, those of superclasses first.
  static func allChildren(of mirror: Mirror) -> [Mirror.Child] {
    (mirror.superclassMirror.map(allChildren) ?? []) + mirror.children
  }

  private static func listed(_ values: [Any], _ depth: Int) -> String {
    guard depth < mostDepth else { return values.isEmpty ? "" : "…" }
    let isLong = values.count > mostListed
    let shown = isLong ? Array(values.prefix(10)) : values
    let tail = isLong ? values.suffix(3) : []
    return
      (shown.map { text(of: $0, depth: depth + 1) } + (isLong ? ["…"] : [])
      + tail.map { text(of: $0, depth: depth + 1) }).joined(separator: ", ")
  }

  /// A text inside a list or a table: one line of at most 120 letters.
  static func clippedLine(_ text: String) -> String {
    let line = String(text.prefix(121).map { $0.isNewline ? "⏎" : $0 })
    return line.count > 120 ? line.prefix(119) + "…" : line
  }

  private struct Pair {
    var key: Any
    var value: Any
  }

  /// The pairs of a dictionary by their keys; those of a list of pairs as they stand.
  static func sortedPairs(of list: any PairList) -> [(key: Any, value: Any)] {
    list.isOrdered ? list.pairs : list.pairs.sorted { precedes($0.key, $1.key) }
  }

  /// Whether `a` stands before `b` where a collection has no order of its own: numbers by size, all
  /// else by its text.
  static func precedes(_ a: Any, _ b: Any) -> Bool {
    if let a = number(a), let b = number(b) { return a < b }
    return text(of: a, depth: 1) < text(of: b, depth: 1)
  }

  /// The number that `value` is.
  static func number(_ value: Any) -> Double? {
    switch value {
    case let value as any BinaryInteger: Double(value)
    case let value as any BinaryFloatingPoint: Double(value)
    case let value as Tensor where value.count == 1: value.item
    case let value as any OptionalValue: value.wrappedValue.flatMap { number($0) }
    default: nil
    }
  }
}

/// Keys with their values.
protocol PairList {
  var pairs: [(key: Any, value: Any)] { get }
  /// Whether their order means something.
  var isOrdered: Bool { get }
}

extension Dictionary: PairList {
  var pairs: [(key: Any, value: Any)] { map { ($0.key, $0.value) } }
  var isOrdered: Bool { false }
}

extension KeyValuePairs: PairList {
  var pairs: [(key: Any, value: Any)] { map { ($0.key, $0.value) } }
  var isOrdered: Bool { true }
}
