internal import Glibc

/// Numbers in typographic notation: a true minus sign, commas between thousands, powers of ten as
/// superscripts.
///
/// For pages and figures. `NumberText` writes numbers for programs and terminals.
package enum TypesetNumber {
  /// `value` with `digits` digits after the point, a true minus sign and commas between thousands.
  package static func fixed(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return notFinite(value) }
    let text = formatted("%.*f", [CInt(min(max(digits, 0), mostDigits)), abs(value)])
    let parts = text.split(separator: ".", maxSplits: 1)
    var whole = String(parts[0])
    if whole.utf8.count > 4 {
      whole = grouped(whole)
    }
    let isZero = !text.contains { $0 != "0" && $0 != "." }
    return (value < 0 && !isZero ? "−" : "") + whole + (parts.count > 1 ? "." + parts[1] : "")
  }

  /// `value` with `digits` significant digits: plain between 0.001 and a million, otherwise as a
  /// power of ten.
  package static func short(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return notFinite(value) }
    guard value != 0 else { return "0" }
    if value == value.rounded(), abs(value) < 1e6 { return fixed(value, digits: 0) }
    let exponent = Int(floor(log10(abs(value))))
    guard (-4..<6).contains(exponent) else { return power(value, digits: digits) }
    return trimmed(fixed(value, digits: max(0, digits - 1 - exponent)))
  }

  /// `value` as mantissa and power of ten, for example `2×10⁻⁵`.
  package static func power(_ value: Double, digits: Int = 2) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : notFinite(value) }
    var exponent = Int(floor(log10(abs(value)) + 1e-12))
    // The power of a subnormal number has too few bits.
    let scaled =
      exponent < -300
      ? value * 1e300 / pow(10, Double(exponent + 300)) : value / pow(10, Double(exponent))
    var mantissa = trimmed(fixed(scaled, digits: max(0, digits - 1)))
    // 9.9999 is rounded to a number of two digits.
    if mantissa == "10" || mantissa == "−10" {
      exponent += 1
      mantissa = mantissa == "10" ? "1" : "−1"
    }
    let base = "10" + superscript(exponent)
    return mantissa == "1" ? base : mantissa == "−1" ? "−" + base : mantissa + "×" + base
  }

  private static func notFinite(_ value: Double) -> String {
    value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞"
  }

  /// The smallest number has its first digit at this place.
  private static let mostDigits = 324

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var result = Substring(text)
    while result.last == "0" { result.removeLast() }
    if result.last == "." { result.removeLast() }
    return String(result)
  }

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }

  private static func superscript(_ number: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return String(String(number).map { $0 == "-" ? "⁻" : digits[$0.wholeNumberValue ?? 0] })
  }

  private static func formatted(_ format: String, _ arguments: [any CVarArg]) -> String {
    var buffer = [CChar](repeating: 0, count: 700)
    let count = withVaList(arguments) { vsnprintf(&buffer, buffer.count, format, $0) }
    let bytes = buffer.prefix(max(0, min(Int(count), buffer.count - 1)))
    return String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
