internal import Glibc

/// Numbers in columns, in a common format.
extension TypesetNumber {
  /// The elements of one matrix, all with the same number of digits after the point, so that the
  /// largest has about five significant digits; fewer if no element needs them.
  package static func matrix(_ values: [Float]) -> [String] {
    let finite = values.map(Double.init).filter(\.isFinite)
    let largest = finite.map(abs).max() ?? 0
    if largest < 1e7, finite.allSatisfy({ $0 == $0.rounded() }) {
      return values.map { text($0) { fixed($0, digits: 0) } }
    }
    guard largest >= 1e-3, largest < 1e6 else {
      return values.map { text($0) { $0 == 0 ? "0" : power($0, digits: 4) } }
    }
    var digits = largest < 10 ? 4 : largest < 100 ? 3 : largest < 1000 ? 2 : 1
    while digits > 0, finite.allSatisfy({ isSame($0, rounded($0, digits - 1), largest) }) {
      digits -= 1
    }
    return values.map {
      text($0) { value in
        // A number other than zero must not be shown as zero.
        value != 0 && rounded(value, digits) == 0
          ? power(value, digits: 2) : fixed(value, digits: digits)
      }
    }
  }

  /// The cells of a numeric column: aligned points, true minus signs, powers of ten as
  /// superscripts. Cells that contain more than their number are unchanged.
  package static func column(_ cells: [String], numbers: [Double]) -> [String] {
    let texts = cells.enumerated().map { index, cell -> String in
      guard index < numbers.count, !numbers[index].isNaN, let value = Double(cell) else {
        return cell == "nan" ? "NaN" : cell
      }
      guard value.isFinite else { return value < 0 ? "−∞" : "∞" }
      if cell.contains("e") { return power(value, digits: 4) }
      let digits = cell.split(separator: ".").dropFirst().first?.utf8.count ?? 0
      return fixed(value, digits: digits)
    }
    let decimals = texts.map(decimals)
    let most = decimals.compactMap { $0 }.max() ?? 0
    guard most > 0 else { return texts }
    return zip(texts, decimals).map { text, digits in
      guard let digits, digits < most else { return text }
      // Spaces as wide as a point and a digit.
      return text + (digits == 0 ? "\u{2008}" : "")
        + String(repeating: "\u{2007}", count: most - digits)
    }
  }

  /// The number of digits after the point; `nil` for any text except a plain number.
  private static func decimals(_ text: String) -> Int? {
    guard !text.isEmpty, text.allSatisfy({ $0.isWholeNumber || ".,−".contains($0) }),
      !text.contains(where: { "⁰¹²³⁴⁵⁶⁷⁸⁹".contains($0) })
    else { return nil }
    return text.split(separator: ".").dropFirst().first?.count ?? 0
  }

  private static func text(_ value: Float, _ finite: (Double) -> String) -> String {
    if value.isNaN { return "NaN" }
    guard value.isFinite else { return value < 0 ? "−∞" : "∞" }
    return finite(Double(value))
  }

  private static func rounded(_ value: Double, _ digits: Int) -> Double {
    let scale = pow(10, Double(digits))
    return (value * scale).rounded() / scale
  }

  /// Whether two numbers are equal in single precision.
  private static func isSame(_ a: Double, _ b: Double, _ largest: Double) -> Bool {
    abs(a - b) <= 1e-6 * largest
  }
}
