/// The reason why a figure could not be drawn.
package struct FigureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The problem and, if there is one, its remedy; one or more lines.
  package var message: String

  package init(message: String) {
    self.message = message
  }

  package var description: String { message }
}
