/// Why a data file could not be used.
public struct DataError: Error, Sendable, CustomStringConvertible {
  /// The kind of error.
  public enum Reason: Sendable, Equatable {
    /// The file could not be read or written, for the system's reason.
    case unreadable(String)
    /// The file ends early, or is longer than it says.
    case wrongLength(expected: String, found: String)
    /// The file is not of the kind that was asked for, or two files do not go together.
    case mismatch(expected: String, found: String)
    /// The file is damaged.
    case damaged(String)
  }

  /// The file.
  public let file: String
  /// The reason.
  public let reason: Reason

  /// An error about `file` for the reason `reason`.
  public init(file: String, reason: Reason) {
    self.file = file
    self.reason = reason
  }

  public var description: String {
    switch reason {
    case .unreadable(let why): "\(file): error: \(why)"
    case .wrongLength(let expected, let found), .mismatch(let expected, let found):
      "\(file): error: expected \(expected), found \(found)"
    case .damaged(let why): "\(file): error: \(why)"
    }
  }
}
