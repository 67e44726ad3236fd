package import RunbookFiles

/// The reason why a file cannot be converted.
package struct ConversionError: Error, Hashable, CustomStringConvertible {
  /// The mistake and its correction.
  package var description: String
  /// The place of the mistake, if there is one.
  package var location: SourceLocation?

  init(_ description: String, at location: SourceLocation? = nil) {
    self.description = description
    self.location = location
  }
}
