internal import Glibc

/// A number to four significant digits, as short as it can be said: `0.9732`, `4.8e-07`, `12`.
func short(_ value: Double) -> String {
  if value == value.rounded(), abs(value) < 1e6 { return String(Int(value)) }
  var buffer = [CChar](repeating: 0, count: 32)
  let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, "%.4g", $0) }
  return String(decoding: buffer[..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
