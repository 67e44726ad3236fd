/// A figure that could not be drawn.
///
/// It says nothing about the run that made the figure's data, so it stands beside the recording and not in it.
public struct DrawingFailure: Codable, Hashable, Sendable {
  /// The number of the cell.
  public var cell: Int
  /// The figure's index among the outputs of the cell, from 0.
  public var output: Int
  /// What is wrong; what to do.
  public var failure: Failure

  public init(cell: Int, output: Int, failure: Failure) {
    self.cell = cell
    self.output = output
    self.failure = failure
  }
}
