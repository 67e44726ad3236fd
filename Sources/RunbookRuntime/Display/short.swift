internal import Glibc

/// A number as it reads best in a sentence or a table: `0.9732`, `4.8e-7`, `12`, `1000000`.
///
/// A whole number is written in full up to 10¹⁵, and a fraction never drops digits before its point;
/// otherwise there are `digits` significant digits, without zeros at their end.
func short(_ value: Double, digits: Int = 4) -> String {
  let size = abs(value)
  if value == value.rounded(), size < 1e15 { return String(Int(value)) }
  // Rounding could reach the next power of ten, which `%g` would write with an exponent.
  if size < 1e15, size >= pow(10, Double(digits)) - 0.5 { return formatted(value, "%.0f") }
  return tidy(formatted(value, "%.\(digits)g"))
}

/// Two numbers with as many digits as tell their difference to a tenth, so that a near miss can be seen.
func shortPair(_ a: Double, _ b: Double) -> (String, String) {
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

/// A number to seven significant digits, which single precision has.
func long(_ value: Double) -> String {
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  if value == value.rounded(), abs(value) < 1e15 { return "\(Int(value)).0" }
  return formatted(value, "%.7g")
}

private func formatted(_ value: Double, _ format: String) -> String {
  var buffer = [CChar](repeating: 0, count: 64)
  let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
  return String(decoding: buffer[..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// `1e-07` is `1e-7`, `3e+38` is `3e38`.
private func tidy(_ text: String) -> String {
  guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...])
  else { return text }
  return text[..<mark] + "e\(exponent)"
}
