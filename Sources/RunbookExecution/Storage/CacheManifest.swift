/// What the last run of a notebook began with and came to, so that the next one can be explained.
struct CacheManifest: Codable, Hashable {
  /// What became of a cell.
  enum Outcome: String, Codable {
    case ran, failed, claimFailed, notRun
  }

  /// The notebook as the user named it.
  var notebook: String
  var facts: CacheFacts
  var outcomes: [Outcome]
}
