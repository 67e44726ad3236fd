/// A figure that could not be drawn.
///
/// It does not concern the run that computed the figure's data, so it is stored beside the
/// recording and not in it.
public struct DrawingFailure: Codable, Hashable, Sendable {
  /// The number of the cell.
  public var cell: Int
  /// The figure's index among the outputs of the cell, from 0.
  public var output: Int
  /// The problem and its remedy.
  public var failure: Failure

  public init(cell: Int, output: Int, failure: Failure) {
    self.cell = cell
    self.output = output
    self.failure = failure
  }
}
