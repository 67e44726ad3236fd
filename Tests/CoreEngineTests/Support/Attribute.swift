import CoreEngine

/// An option of an operation: whatever JSON allows.
indirect enum Attribute: Decodable, Sendable {
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([Attribute])
  case table([String: Attribute])
  case null

  init(from decoder: any Decoder) throws {
    if var list = try? decoder.unkeyedContainer() {
      var values: [Attribute] = []
      values.reserveCapacity(list.count ?? 0)
      while !list.isAtEnd { values.append(try list.decode(Attribute.self)) }
      self = .list(values)
      return
    }
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(String.self) {
      self = Double(value).map { .number($0) } ?? .text(value)
    } else {
      self = .table(try container.decode([String: Attribute].self))
    }
  }

  var number: Double? {
    if case .number(let value) = self { return value }
    return nil
  }
  var text: String? {
    if case .text(let value) = self { return value }
    return nil
  }
  var flag: Bool? {
    switch self {
    case .bool(let value): value
    case .number(let value): value != 0
    default: nil
    }
  }
  var list: [Attribute]? {
    if case .list(let value) = self { return value }
    return nil
  }
  var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  /// Whether it says nothing: null, false, an empty text or list.
  var isEmpty: Bool {
    switch self {
    case .null, .bool(false), .text(""): true
    case .list(let values): values.isEmpty
    default: false
    }
  }

  /// The lengths of lists within lists; a number has none.
  var shape: [Int] {
    guard let list else { return [] }
    return [list.count] + (list.first?.shape ?? [])
  }

  /// All numbers in order; truth values count as 1 and 0.
  var flattened: [Double] {
    switch self {
    case .number(let value): [value]
    case .bool(let value): [value ? 1 : 0]
    case .list(let values): values.flatMap(\.flattened)
    default: []
    }
  }

  /// A number, or two, as an extent.
  var size: Size? {
    let numbers = flattened.map { Int($0) }
    switch numbers.count {
    case 1: return Size(numbers[0], numbers[0])
    case 2: return Size(numbers[0], numbers[1])
    default: return nil
    }
  }
}

/// The options of a case, which notes what is asked for: an option nobody asks for is a failure.
final class Options {
  private let values: [String: Attribute]
  private var asked: Set<String> = []

  /// Words about a case that change nothing.
  private static let remarks: Set<String> = [
    "comment", "note", "source", "torch", "torchop", "version", "dtype", "seed", "description",
    "gateorder", "name", "objective", "inplace", "affine", "outputsize",
  ]

  init(_ attributes: [String: Attribute]) {
    values = Dictionary(attributes.map { (plain($0), $1) }) { first, _ in first }
  }

  /// The first of these options that is given, unless it says null.
  func callAsFunction(_ names: String...) -> Attribute? {
    asked.formUnion(names)
    return names.lazy.compactMap { self.values[$0] }.first { !$0.isNull }
  }

  func integer(_ names: String..., or fallback: Int) -> Int {
    asked.formUnion(names)
    let value = names.lazy.compactMap { self.values[$0]?.flattened.first }.first
    return value.map { Int($0) } ?? fallback
  }

  /// Notes that these options mean nothing for the operation.
  func ignore(_ names: String...) { asked.formUnion(names) }

  /// Options that say something and that nobody asked for.
  var unknown: [String] {
    values.filter { !asked.contains($0) && !Self.remarks.contains($0) && !$1.isEmpty }
      .keys.sorted()
  }
}
