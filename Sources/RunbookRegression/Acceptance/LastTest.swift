internal import Glibc
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
    // The name tells which process writes, so that two tests at once do not meet.
    let temporary = "\(path).\(getpid()).new"
    let json: [UInt8]
    do { json = Array(try OutputJSON.encode(recording)) } catch {
      throw AcceptanceError(.unreadable, path: notebook, message: "\(error)")
    }
    do throws(FolderAccess.Refusal) {
      try FolderAccess.makeFolder(folder)
      try FolderAccess.write(json, to: temporary)
      try FolderAccess.move(temporary, to: path)
    } catch {
      try? FolderAccess.removeTree(temporary)
      throw AcceptanceError(
        .system(error.code), path: error.path,
        message: "\(error.attempt) (\(String(cString: strerror(error.code)))); "
          + "`diff` and `accept` will not know this test")
    }
  }

  /// Returns what the last test produced; `nil` if there was none, or it cannot be read any more.
  package func read(_ notebook: String) -> Recording? {
    guard let bytes = try? FolderAccess.read(path(of: notebook)),
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
