internal import FoundationEssentials
internal import RunbookDrawing

/// How a report shows a value of any type.
enum DisplayForm {
  /// Values in an array of figures, tensors and the like that are shown one below the other.
  private static let mostParts = 12

  /// - Parameter type: the expression's type, which says more of an empty optional than its value.
  static func outputs(of value: Any, type: Any.Type? = nil) -> [Output] {
    let type = type ?? Swift.type(of: value)
    if let optional = value as? any OptionalValue {
      // An optional is shown as what it holds.
      return optional.wrappedValue.map { outputs(of: $0) }
        ?? [.value(ValueOutput(text: "nil", type: typeName(type)))]
    }
    if let result = value as? any ResultValue {
      switch result.outcome {
      case .success(let value): return outputs(of: value)
      case .failure(let error):
        return [.value(ValueOutput(text: "failure: \(error)", type: typeName(type)))]
      }
    }
    if let displayable = value as? any Displayable { return displayable.outputs }
    if let payload = value as? any OutputPayload { return [payload.output] }
    if let model = value as? any Model { return outputs(ofModel: model) }
    if let text = plain(value) {
      return [.value(ValueOutput(text: clipped(text), type: typeName(type)))]
    }
    if let number = value as? any BinaryFloatingPoint {
      let number = Double(number)
      return [
        .value(
          ValueOutput(
            text: NumberText.long(number), type: typeName(type), numbers: Samples([Float(number)])))
      ]
    }
    if let outputs = outputs(ofCollection: value, type) { return outputs }
    if let table = record(of: value) { return [.table(table)] }
    return [.value(ValueOutput(text: clipped(Self.text(of: value)), type: typeName(type)))]
  }

  /// The text of values that are one: words, and types that say themselves how they read.
  private static func plain(_ value: Any) -> String? {
    switch value {
    // A string ends a cell to be read, not to be quoted.
    case let text as any StringProtocol: String(text)
    case let data as Data: dump(data)
    case let error as any Error: "\(error)"
    case is any BinaryFloatingPoint: nil
    case is any Collection: nil
    case let value as any CustomStringConvertible: value.description
    default: nil
    }
  }

  private static func outputs(ofCollection value: Any, _ type: Any.Type) -> [Output]? {
    if let numbers = NumberGrid(value) {
      return [
        .value(
          ValueOutput(
            text: text(of: value), type: typeName(type),
            shape: numbers.shape.count > 1 ? numbers.shape : nil,
            numbers: numbers.values.count <= Tensor.keptElements
              ? Samples(numbers.values.map(Float.init)) : nil,
            excerpt: numbers.values.count <= Tensor.keptElements || numbers.shape.count < 2
              ? nil
              : Samples(
                TensorExcerpt(shape: numbers.shape).positions.map { Float(numbers.values[$0]) }),
            summary: numbers.values.count > 20 ? TensorSummary(numbers.values) : nil,
            count: numbers.shape.count > 1 ? nil : countToTell(numbers.values.count)))
      ]
    }
    if let list = value as? any PairList { return [.table(table(ofPairs: list, type))] }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .collection where !(value is any RangeExpression):
      let elements = mirror.children.map(\.value)
      if let first = elements.first {
        if isShownByItself(first) {
          let rest = elements.count - mostParts
          return elements.prefix(mostParts).flatMap { outputs(of: $0) }
            + (rest > 0
              ? [.value(ValueOutput(text: "… and \(rest) more", type: typeName(type)))] : [])
        }
        if isRecord(first) { return [.table(table(ofRows: elements))] }
      }
      return [listed(value, count: elements.count, type)]
    case .set: return [listed(value, count: mirror.children.count, type)]
    default: return nil
    }
  }

  private static func listed(_ value: Any, count: Int, _ type: Any.Type) -> Output {
    .value(ValueOutput(text: text(of: value), type: typeName(type), count: countToTell(count)))
  }

  /// The number of elements where the text does not show all of them.
  private static func countToTell(_ count: Int) -> Int? { count > mostListed ? count : nil }

  /// Whether a value of a list is too large for a line: a figure, a tensor with axes, prose.
  private static func isShownByItself(_ value: Any) -> Bool {
    if let tensor = value as? Tensor { return tensor.rank > 0 }
    return value is any Displayable || value is any OutputPayload
  }

  /// Letters of one value that are kept; more belongs into a file.
  private static let longestText = 100_000

  private static func clipped(_ text: String) -> String {
    guard text.utf8.count > longestText else { return text }
    let kept = text.prefix(longestText)
    let rest = text.count - kept.count
    return rest > 0 ? "\(kept)… (\(rest) more characters)" : text
  }

  /// Bytes as a dump shows them: position, bytes, letters.
  private static func dump(_ data: Data) -> String {
    let shown = data.prefix(256)
    var lines = ["\(data.count) byte\(data.count == 1 ? "" : "s")"]
    for start in stride(from: 0, to: shown.count, by: 16) {
      let row = shown.dropFirst(start).prefix(16)
      let codes = row.map { hexadecimal(Int($0), digits: 2) }.joined(separator: " ")
      let letters = row.map { (32..<127).contains($0) ? String(UnicodeScalar($0)) : "." }.joined()
      let gap = String(repeating: " ", count: 47 - codes.utf8.count)
      lines.append("\(hexadecimal(start, digits: 4))  \(codes)\(gap)  \(letters)")
    }
    if data.count > shown.count { lines.append("…") }
    return lines.joined(separator: "\n")
  }

  private static func hexadecimal(_ number: Int, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

/// The type's name without the modules of cells and engine, which mean nothing to the author.
func typeName(_ type: Any.Type) -> String {
  (type as? any ShortlyNamed.Type)?.shortName ?? String(describing: type)
}

/// A type that Swift writes with brackets or a question mark.
private protocol ShortlyNamed {
  static var shortName: String { get }
}

extension Array: ShortlyNamed {
  static var shortName: String { "[\(typeName(Element.self))]" }
}

extension Dictionary: ShortlyNamed {
  static var shortName: String { "[\(typeName(Key.self)): \(typeName(Value.self))]" }
}

extension Optional: ShortlyNamed {
  static var shortName: String { "\(typeName(Wrapped.self))?" }
}

/// Lets an optional of any type be unwrapped.
protocol OptionalValue {
  var wrappedValue: Any? { get }
}

extension Optional: OptionalValue {
  var wrappedValue: Any? { map { $0 as Any } }
}

/// Lets a result of any type be taken apart.
private protocol ResultValue {
  var outcome: Result<Any, any Error> { get }
}

extension Result: ResultValue {
  fileprivate var outcome: Swift.Result<Any, any Error> {
    map { $0 as Any }.mapError { $0 as any Error }
  }
}
