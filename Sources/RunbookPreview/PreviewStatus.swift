internal import Foundation
package import RunbookFiles

/// The progress of a run, or the diagnostics of a note that cannot be run, for the open pages.
package struct PreviewStatus: Codable, Hashable, Sendable {
  /// The current step in a few words: `cell 12 of 69`.
  package var message: String
  /// How much of it is done, 0 to 1; `nil` if that is unknown.
  package var fraction: Double?
  /// Why the note cannot be run; the page below is that of the last run.
  package var problems: [Diagnostic]

  package init(message: String, fraction: Double? = nil, problems: [Diagnostic] = []) {
    self.message = message
    self.fraction = fraction
    self.problems = problems
  }

  /// One line of JSON; `null` for no status.
  static func json(_ status: PreviewStatus?) -> String {
    guard let status, let data = try? JSONEncoder().encode(status) else { return "null" }
    return String(decoding: data, as: UTF8.self)
  }
}
