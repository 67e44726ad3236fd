internal import Glibc

/// Numbers in the notation of programs: for messages, terminals and the values of cells.
///
/// A program can parse them: a plain minus sign, no commas, `e` before an exponent. Pages and
/// figures use `TypesetNumber`.
package enum NumberText {
  /// The shortest text that is parsed as `value`, without a redundant `.0`.
  package static func shortest(_ value: Double) -> String { withoutPoint("\(value)") }

  /// The shortest text that is parsed as `value`, without a redundant `.0`.
  package static func shortest(_ value: Float) -> String { withoutPoint("\(value)") }

  /// A number in the most readable form for a sentence or a table: `0.9732`, `4.8e-7`, `12`,
  /// `1000000`.
  ///
  /// An integer is written in full up to 10¹⁵, and digits before the point of a fraction are never
  /// dropped; otherwise there are `digits` significant digits, without trailing zeros.
  package static func short(_ value: Double, digits: Int = 4) -> String {
    let size = abs(value)
    if value == value.rounded(), size < 1e15 { return String(Int(value)) }
    // Rounding could reach the next power of ten, which `%g` would write with an exponent.
    if size < 1e15, size >= pow(10, Double(digits)) - 0.5 { return formatted(value, "%.0f") }
    return tidy(formatted(value, "%.\(digits)g"))
  }

  /// Two numbers with enough digits to show their difference to a tenth, so that a near miss is
  /// visible.
  package static func pair(_ a: Double, _ b: Double) -> (String, String) {
    let difference = a - b
    for digits in 4...17 {
      let pair = (short(a, digits: digits), short(b, digits: digits))
      guard difference.isFinite, let shownA = Double(pair.0), let shownB = Double(pair.1) else {
        return pair
      }
      if abs(shownA - shownB - difference) <= abs(difference) / 10 { return pair }
    }
    return ("\(a)", "\(b)")
  }

  /// A number to seven significant digits, the precision of 32-bit floats; an integer ends in `.0`.
  package static func long(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    if value == value.rounded(), abs(value) < 1e15 { return "\(Int(value)).0" }
    return formatted(value, "%.7g")
  }

  /// `value` with `digits` places after the point, rounded to nearest.
  ///
  /// - Precondition: `value` is finite.
  package static func fixed(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 0x1p62 else { return shortest(value) }
    var text = String(Int(scaled))
    while text.count <= digits { text = "0" + text }
    if digits > 0 { text.insert(".", at: text.index(text.endIndex, offsetBy: -digits)) }
    return value < 0 && scaled != 0 ? "-" + text : text
  }

  /// `+1.24 %`: the relative difference of the new number from `old`; `nil` if it has no meaning.
  package static func relativeChange(from old: Double, to new: Double) -> String? {
    guard old.isFinite, new.isFinite, old != 0, old != new else { return nil }
    let percent = (new - old) / abs(old) * 100
    let size = abs(percent)
    guard size < 1e6 else { return nil }
    let digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.01 ? 2 : 4
    guard size >= 0.0001 else { return percent < 0 ? "−<0.0001 %" : "+<0.0001 %" }
    return (percent < 0 ? "−" : "+") + fixed(size, digits: digits) + " %"
  }

  /// A length or a position in an SVG: at most one digit after the point, 0 for a value that is not
  /// finite.
  package static func coordinate(_ value: Double) -> String {
    let tenths = (value * 10).rounded()
    guard abs(tenths) < 1e9 else { return "0" }
    let number = Int(tenths)
    return number % 10 == 0
      ? String(number / 10)
      : (number < 0 ? "-" : "") + "\(abs(number) / 10).\(abs(number) % 10)"
  }

  private static func withoutPoint(_ text: String) -> String {
    text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func formatted(_ value: Double, _ format: String) -> String {
    var buffer = [CChar](repeating: 0, count: 64)
    let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    return String(decoding: buffer[..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// `1e-07` is `1e-7`, `3e+38` is `3e38`.
  private static func tidy(_ text: String) -> String {
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...])
    else { return text }
    return text[..<mark] + "e\(exponent)"
  }
}
