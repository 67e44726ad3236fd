/// The reason why a cell did not finish.
public struct Failure: OutputPayload {
  public enum Reason: String, Codable, Sendable {
    /// The compiler rejected the cell.
    case compile
    /// An error was thrown and not caught.
    case thrown
    /// The Swift runtime or the engine stopped the process: a broken precondition, `fatalError`.
    case trap
    /// The process was ended by a signal other than a trap, for example by `kill`.
    case signal
    /// The cell called `exit`.
    case exit
    case timeLimit
    case memoryLimit
    case outputLimit
    /// A cell above failed, so this one did not run.
    case notRun
    /// A figure or formula of the cell's outputs could not be drawn.
    case figure
    /// The cell's process could not be started, or communication with it failed.
    case system
  }

  /// One stack frame of the author's code, innermost first.
  public struct Frame: Codable, Hashable, Sendable {
    public var function: String
    public var line: Int
    /// The included file that contains the line; see `Failure.file`.
    public var file: String?

    public init(function: String, line: Int, file: String? = nil) {
      self.function = function
      self.line = line
      self.file = file
    }
  }

  public var reason: Reason
  /// The problem and, if there is one, its remedy; one or more lines.
  public var message: String
  /// Line and column in the notebook, from 1, if known.
  public var line: Int?
  public var column: Int?
  /// The included file that contains the line, relative to the notebook's folder; `nil` for the
  /// notebook.
  public var file: String?
  public var frames: [Frame]

  public init(
    reason: Reason, message: String, line: Int? = nil, column: Int? = nil,
    file: String? = nil, frames: [Frame] = []
  ) {
    self.reason = reason
    self.message = message
    self.line = line
    self.column = column
    self.file = file
    self.frames = frames
  }
}

extension Failure {
  public var output: Output { .failure(self) }
}
