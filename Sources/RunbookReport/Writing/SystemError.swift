internal import Glibc

/// What the operating system refused, in its own words.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried, for example `outputs/cnn/report.html: cannot be written`.
  package var attempt: String
  /// The value of `errno`.
  package var code: Int32

  init(_ attempt: String, code: Int32 = errno) {
    self.attempt = attempt
    self.code = code
  }

  /// The system's words for `code`.
  var reason: String { String(cString: strerror(code)) }

  package var description: String { "\(attempt): \(reason)" }
}
