/// Why a file cannot be converted.
package struct ConversionError: Error, Hashable, CustomStringConvertible {
  /// What is wrong; what to do.
  package var description: String

  init(_ description: String) { self.description = description }
}
