/// Limits what link definitions expand to: the parser copies the target of a definition to each of its
/// uses.
struct ReferenceBounds {
  /// The length of the longest label that the parser knows, in bytes.
  private static let longestLabel = 1000

  /// The bytes of all copies together.
  private let limit: Int
  private(set) var breaks: [Int] = []
  private(set) var problems: [ParserBounds.Problem] = []

  /// A definition, `[label]: target`.
  private struct Definition {
    var start: Int
    var line: Int
    var length: Int
    var uses = 0
  }

  /// - Parameter length: the number of bytes of the text.
  init(length: Int) {
    limit = (16 << 20) + 4 * length
  }

  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ lineStarts: [Int]) {
    var definitions = Self.definitions(bytes, lineStarts)
    guard !definitions.isEmpty else { return }
    var open: Int?
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: "[") {
        open = index
      } else if bytes[index] == UInt8(ascii: "]"), let start = open {
        open = nil
        if index - start <= Self.longestLabel {
          let label = Self.label(bytes[(start + 1)..<index])
          definitions[label]?.uses += 1
        }
      }
    }
    var total = definitions.values.reduce(0) { $0 + $1.length * $1.uses }
    guard total > limit else { return }
    let largest = definitions.values.sorted {
      ($0.length * $0.uses, $1.start) > ($1.length * $1.uses, $0.start)
    }
    for definition in largest where total > limit {
      total -= definition.length * definition.uses
      breaks.append(definition.start)
      problems.append(
        ParserBounds.Problem(
          line: definition.line, offset: definition.start - lineStarts[definition.line - 1],
          message:
            "a link of \(definition.length) bytes is used \(definition.uses - 1) times, so its "
            + "definition is shown as text; shorten the address"))
    }
  }

  /// The first definition of each label.
  private static func definitions(
    _ bytes: UnsafeBufferPointer<UInt8>, _ lineStarts: [Int]
  ) -> [[UInt8]: Definition] {
    var result: [[UInt8]: Definition] = [:]
    for (index, start) in lineStarts.enumerated() {
      let end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
      var at = start
      while at < end, " \t>-+*".utf8.contains(bytes[at]) { at += 1 }
      guard at < end, bytes[at] == UInt8(ascii: "["),
        let close = bytes[at..<min(end, at + longestLabel)].firstIndex(of: UInt8(ascii: "]")),
        close + 1 < end, bytes[close + 1] == UInt8(ascii: ":")
      else { continue }
      // The target, and a title, may stand in the lines below.
      let last = min(index + 3, lineStarts.count - 1)
      let length = (last > index ? lineStarts[last] : bytes.count) - close
      let label = label(bytes[(at + 1)..<close])
      if result[label] == nil {
        result[label] = Definition(start: at, line: index + 1, length: length)
      }
    }
    return result
  }

  /// A label as the parser compares it, as far as ASCII goes.
  private static func label(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    var label: [UInt8] = []
    for byte in text {
      let isSpace = byte.isBlank || byte == UInt8(ascii: "\n")
      if isSpace, label.last == UInt8(ascii: " ") || label.isEmpty { continue }
      let isCapital = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      label.append(isSpace ? UInt8(ascii: " ") : isCapital ? byte | 0x20 : byte)
    }
    if label.last == UInt8(ascii: " ") { label.removeLast() }
    return label
  }
}
