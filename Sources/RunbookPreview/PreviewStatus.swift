internal import Foundation

/// What the open pages show of a run that is under way, or of a note that cannot be run.
package struct PreviewStatus: Codable, Hashable, Sendable {
  /// What happens, in a few words: `cell 12 of 69`.
  package var message: String
  /// How much of it is done, 0 to 1; `nil` if nobody can tell.
  package var fraction: Double?
  /// What is wrong with the note; the page below is that of the last run.
  package var problems: [String]

  package init(message: String, fraction: Double? = nil, problems: [String] = []) {
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
