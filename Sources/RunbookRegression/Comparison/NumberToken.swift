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
