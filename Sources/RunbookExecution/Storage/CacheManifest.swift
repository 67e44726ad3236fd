/// The facts that the last run of a notebook began with, and its outcome, to explain the next one.
struct CacheManifest: Codable, Hashable {
  /// The outcome of a cell.
  enum Outcome: String, Codable {
    case ran, failed, claimFailed, notRun
  }

  /// The notebook as the user named it.
  var notebook: String
  var facts: CacheFacts
  var outcomes: [Outcome]
}
