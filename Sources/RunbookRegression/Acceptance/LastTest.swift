internal import RunbookFiles
package import RunbookOutput

/// What the last `runbook test` of each notebook produced, for `diff` and `accept` to look at.
///
/// A file a notebook under `.runbook/tests`, which git ignores. Losing it costs one more test.
package struct LastTest: Sendable {
  private let folder: String

  /// - Parameter folder: where the files are, for example `.runbook/tests`.
  package init(folder: String) {
    self.folder = folder
  }

  /// Keeps `recording` in the place of what was there, in one step.
  ///
  /// - Parameter notebook: the notebook's path as the user names it, always in the same way.
  package func keep(_ recording: Recording, of notebook: String) throws(AcceptanceError) {
    let path = path(of: notebook)
    let json: [UInt8]
    do { json = Array(try OutputJSON.encode(recording)) } catch {
      throw AcceptanceError(.unreadable, path: notebook, message: "\(error)")
    }
    do throws(SystemError) {
      try FileAccess.makeFolder(folder)
      try FileAccess.replace(path, with: json)
    } catch {
      throw AcceptanceError(
        .system(error.code), path: error.path,
        message: "\(error.attempt) (\(error.reason)), so 'diff' and 'accept' would not know this "
          + "test; \(error.remedy)")
    }
  }

  /// Returns what the last test produced; `nil` if there was none, or it cannot be read any more.
  package func read(_ notebook: String) -> Recording? {
    guard let bytes = try? FileAccess.read(path(of: notebook)),
      let recording = try? OutputJSON.decode(Recording.self, from: bytes),
      recording.format == Recording.currentFormat
    else { return nil }
    return recording
  }

  /// `notebooks/cnn.md` is kept as `notebooks%2Fcnn.md.json`: no two paths share a name.
  private func path(of notebook: String) -> String {
    let name = notebook.map { $0 == "/" ? "%2F" : $0 == "%" ? "%25" : String($0) }.joined()
    return "\(folder)/\(name).json"
  }
}
