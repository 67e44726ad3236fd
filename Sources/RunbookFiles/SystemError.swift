internal import Glibc

/// A refusal of the operating system, in its own words.
package struct SystemError: DiagnosticConvertible, Hashable, Sendable, CustomStringConvertible {
  /// The file or folder.
  package var path: String
  /// The attempt that failed, for example `cannot be written`.
  package var attempt: String
  /// The value of `errno`.
  package var code: Int32

  package init(_ path: String, _ attempt: String, code: Int32) {
    self.path = path
    self.attempt = attempt
    self.code = code
  }

  /// The error of the call that was just made.
  init(_ path: String, _ attempt: String) {
    self.init(path, attempt, code: errno)
  }

  /// The system's words for `code`.
  package var reason: String { String(cString: strerror(code)) }

  /// Advice to the user.
  package var remedy: String {
    switch code {
    case ENOSPC, EDQUOT: "make room on the disk"
    case EACCES, EPERM: "check who owns it and its permissions"
    case EROFS: "choose a folder that can be written"
    case ENOENT: "check the path"
    case ENOTDIR: "move the file that is in its way"
    default: "check the path"
    }
  }

  /// For example `outputs/cnn/report.html cannot be written: No space left on device`.
  package var description: String { "\(path) \(attempt): \(reason)" }

  /// With advice:
  /// `outputs/cnn/report.html: error: cannot be written (No space left on device); make room …`.
  package var diagnostic: Diagnostic {
    Diagnostic(path: path, message: "\(attempt) (\(reason)); \(remedy)")
  }
}
