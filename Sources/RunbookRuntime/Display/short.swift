internal import Glibc

/// A number to four significant digits, as short as it can be said: `0.9732`, `4.8e-07`, `1234567`.
///
/// Digits before the point are never left out below a million, nor those of a whole number.
func short(_ value: Double) -> String {
  if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
  return formatted(value, abs(value) >= 1e3 && abs(value) < 1e6 ? "%.0f" : "%.4g")
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
