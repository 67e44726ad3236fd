/// Why a figure could not be drawn.
struct FigureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and, where something can be done, what to do; one or more lines.
  var message: String

  var description: String { message }
}
