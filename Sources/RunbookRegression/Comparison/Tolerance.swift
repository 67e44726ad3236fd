internal import RunbookDrawing

/// How far two numbers may lie apart and still mean the same.
///
/// `a` and `b` agree when `|a − b| ≤ absolute + relative · max(|a|, |b|)`. The larger of the two
/// stands for the size of both, so that the verdict does not depend on which one came first.
package struct Tolerance: Hashable, Sendable {
  package var relative: Double
  package var absolute: Double
  /// Whether numbers written without point and exponent must be equal.
  ///
  /// Such a number is a count, a size or an index, and the next one is a different thing.
  package var integersAreExact: Bool

  package init(relative: Double, absolute: Double, integersAreExact: Bool = false) {
    self.relative = relative
    self.absolute = absolute
    self.integersAreExact = integersAreExact
  }

  /// The tolerance where none is stated.
  ///
  /// The engine computes in 32-bit floats, 6e-8 apart. A sum of 10⁵ of them in another order, on
  /// another kind of processor, is off by about 2e-5 of its size; 1e-4 leaves room for that, and
  /// is still less than one step in the last place of a number printed with four digits. What
  /// should be zero is the difference of numbers around one, hence 1e-6.
  package static let standard = Tolerance(
    relative: 1e-4, absolute: 1e-6, integersAreExact: true)

  /// Whether `old` and `new` mean the same: within the tolerance, both NaN, or the same infinity.
  package func accepts(_ old: Double, _ new: Double) -> Bool {
    if old == new || old.isNaN && new.isNaN { return true }
    guard old.isFinite, new.isFinite else { return false }
    return abs(old - new) <= absolute + relative * max(abs(old), abs(new))
  }

  /// As above, for numbers whose notation is known.
  package func accepts(_ old: NumberToken, _ new: NumberToken) -> Bool {
    guard integersAreExact, old.isInteger, new.isInteger else {
      return accepts(old.value, new.value)
    }
    // Beyond 2⁵³ neighbours share one `Double`; there the digits decide.
    return old.value == new.value && (abs(old.value) < 0x1p53 || old.text == new.text)
  }
}

extension Tolerance: CustomStringConvertible {
  /// The text in messages, for example `rtol 0.001`, or `rtol 0.001, atol 0.01` where the absolute
  /// part is not the usual one.
  package var description: String {
    var parts = [String]()
    if relative != 0 || absolute == 0 { parts.append("rtol \(NumberText.shortest(relative))") }
    if absolute != Self.standard.absolute && absolute != 0 || relative == 0 && absolute != 0 {
      parts.append("atol \(NumberText.shortest(absolute))")
    }
    return parts.joined(separator: ", ")
  }
}
