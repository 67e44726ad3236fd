/// The reason why a file cannot be converted.
package struct ConversionError: Error, Hashable, CustomStringConvertible {
  /// The mistake and its correction.
  package var description: String

  init(_ description: String) { self.description = description }
}
