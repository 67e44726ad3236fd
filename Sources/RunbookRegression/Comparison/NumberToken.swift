internal import Glibc

/// A number as it stands in a text.
package struct NumberToken: Hashable, Sendable {
  /// The characters, sign included.
  package var text: String
  package var value: Double
  /// Whether it is written without point and exponent, and finite.
  package var isInteger: Bool

  package init(text: String, value: Double, isInteger: Bool) {
    self.text = text
    self.value = value
    self.isInteger = isInteger
  }
}

/// How numbers are written in messages.
package enum NumberText {
  /// The shortest text that stands for `value`, without a needless `.0`.
  package static func of(_ value: Double) -> String {
    shortened("\(value)")
  }

  package static func of(_ value: Float) -> String {
    shortened("\(value)")
  }

  /// Two different numbers, each with six digits, or as many more as it takes to tell them apart.
  static func pair(_ old: Double, _ new: Double) -> (old: String, new: String) {
    for digits in [6, 9, 12] {
      let texts = (old: of(rounded(old, digits)), new: of(rounded(new, digits)))
      if texts.old != texts.new { return texts }
    }
    return (of(old), of(new))
  }

  /// `value` with so many digits from its first one.
  private static func rounded(_ value: Double, _ digits: Int) -> Double {
    guard value.isFinite, value != 0 else { return value }
    let power = digits - 1 - Int(log10(abs(value)).rounded(.down))
    // Beyond this, powers of ten are not exact, and neither would be the result.
    guard abs(power) <= 22 else { return value }
    let scale = pow(10, Double(abs(power)))
    let result = power < 0 ? (value / scale).rounded() * scale : (value * scale).rounded() / scale
    return result.isFinite ? result : value
  }

  private static func shortened(_ text: String) -> String {
    text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `+1.24 %`: by how much of `old` the new number differs; `nil` where that says nothing.
  package static func relativeChange(from old: Double, to new: Double) -> String? {
    guard old.isFinite, new.isFinite, old != 0, old != new else { return nil }
    let percent = (new - old) / abs(old) * 100
    let size = abs(percent)
    guard size < 1e6 else { return nil }
    let digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.01 ? 2 : 4
    guard size >= 0.0001 else { return percent < 0 ? "−<0.0001 %" : "+<0.0001 %" }
    return (percent < 0 ? "−" : "+") + fixed(size, digits: digits) + " %"
  }

  /// `value` with `digits` places after the point, rounded to nearest.
  ///
  /// - Precondition: `value` is finite, and small enough that its digits fit 63 bits.
  package static func fixed(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 0x1p62 else { return of(value) }
    var text = String(Int(scaled))
    while text.count <= digits { text = "0" + text }
    if digits > 0 { text.insert(".", at: text.index(text.endIndex, offsetBy: -digits)) }
    return value < 0 && scaled != 0 ? "-" + text : text
  }
}
