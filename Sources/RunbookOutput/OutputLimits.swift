/// Bounds of the integers in outputs that come from a file or from the process of a cell.
///
/// Both may be written by anybody. Within these bounds sums and products of sizes and lines fit an
/// `Int`, so the code that draws and compares outputs need not check each of them.
enum OutputLimits {
  /// Lines and columns of a note; those of cached outputs count from the cell and may be negative.
  static let lines = -(1 << 31)...(1 << 31)
  /// The width, the height and the channels of an image.
  static let sides = 0...(1 << 20)
  /// The elements of a tensor.
  static let mostElements = 1 << 53

  /// Returns the number of elements of a tensor, extents of 0 counted as 1; `nil` if there are more
  /// than `mostElements`, or an extent is negative.
  static func count(of shape: [Int]) -> Int? {
    var count = 1
    for extent in shape {
      guard extent >= 0, extent <= mostElements / count else { return nil }
      count *= max(extent, 1)
    }
    return count
  }

  /// - Throws: `DecodingError` if `value` is not in `range`.
  static func check(
    _ name: String, _ value: Int, _ range: ClosedRange<Int>, at path: [any CodingKey]
  ) throws {
    guard !range.contains(value) else { return }
    throw error("\(name) \(value) is not in \(range.lowerBound)…\(range.upperBound)", at: path)
  }

  static func error(_ message: String, at path: [any CodingKey]) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: path, debugDescription: message))
  }
}

/// The index of an element in the path of a decoding error.
struct PathIndex: CodingKey {
  let intValue: Int?
  var stringValue: String { intValue.map(String.init) ?? "" }

  init(_ index: Int) { intValue = index }

  init?(intValue: Int) { self.init(intValue) }

  init?(stringValue: String) { nil }
}

extension Output {
  /// Checks the integers of a decoded output.
  ///
  /// - Throws: `DecodingError` that names the first one out of bounds.
  func checkNumbers(at path: [any CodingKey]) throws {
    switch self {
    case .value(let value):
      if let shape = value.shape, OutputLimits.count(of: shape) == nil {
        throw OutputLimits.error("\(shape) is not the shape of a tensor", at: path)
      }
    case .images(let grid):
      for panel in grid.panels {
        for (name, value) in [
          ("width", panel.width), ("height", panel.height), ("channels", panel.channels),
        ] {
          try OutputLimits.check(name, value, OutputLimits.sides, at: path)
        }
      }
    case .claim(let claim):
      try OutputLimits.check("line", claim.line, OutputLimits.lines, at: path)
    case .failure(let failure):
      try failure.checkNumbers(at: path)
    case .text, .table, .plot, .diagram, .markup: break
    }
  }
}

extension Failure {
  /// Checks the lines of a decoded failure.
  ///
  /// - Throws: `DecodingError` that names the first one out of bounds.
  func checkNumbers(at path: [any CodingKey]) throws {
    for line in [line ?? 0] + frames.map(\.line) {
      try OutputLimits.check("line", line, OutputLimits.lines, at: path)
    }
    try OutputLimits.check("column", column ?? 0, OutputLimits.lines, at: path)
  }
}
