/// Why a figure could not be drawn.
package struct FigureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and, where something can be done, what to do; one or more lines.
  package var message: String

  package init(message: String) {
    self.message = message
  }

  package var description: String { message }
}
