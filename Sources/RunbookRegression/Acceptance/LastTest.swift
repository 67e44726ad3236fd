internal import RunbookFiles
internal import RunbookOutput

/// The outputs of the last `runbook test` of each notebook, for `diff` and `accept`.
///
/// A file a notebook under `.runbook/tests`, which git ignores. Losing it costs one more test.
package struct LastTest: Sendable {
  private let folder: String

  /// - Parameter folder: where the files are, for example `.runbook/tests`.
  package init(folder: String) {
    self.folder = folder
  }

  /// Keeps `record` in the place of what was there, in one step.
  ///
  /// - Parameter notebook: the notebook's path as the user names it, always in the same way.
  package func keep(_ record: TestRecord, of notebook: String) throws(AcceptanceError) {
    let json: [UInt8]
    do { json = Array(try OutputJSON.encode(record)) } catch {
      throw AcceptanceError(.unreadable, path: notebook, message: "\(error)")
    }
    do throws(SystemError) {
      try FileAccess.makeFolder(folder)
      try FileAccess.replace(path(of: notebook), with: json)
    } catch {
      throw AcceptanceError(
        .system(error.code), path: error.path,
        message: "\(error.attempt) (\(error.reason)), so 'diff' and 'accept' would not know this "
          + "test; \(error.remedy)")
    }
  }

  /// Returns what the last test produced; `nil` if there was none, or it cannot be read any more.
  package func read(_ notebook: String) -> TestRecord? {
    guard let bytes = try? FileAccess.read(path(of: notebook)),
      let record = try? OutputJSON.decode(TestRecord.self, from: bytes),
      record.recording.map({ $0.format == Recording.currentFormat }) ?? true
    else { return nil }
    return record
  }

  /// `ko/cnn` is kept as `ko%2Fcnn.json`: no two names share a file. File systems take 255 bytes
  /// and no more, so the rest of a long name is its hash.
  private func path(of notebook: String) -> String {
    var name = notebook.map { $0 == "/" ? "%2F" : $0 == "%" ? "%25" : String($0) }.joined()
    if name.utf8.count > 200 {
      let hash = ContentHash(name.utf8).text
      while name.utf8.count > 160 { name.removeLast() }
      name += "%\(hash)"
    }
    return "\(folder)/\(name).json"
  }
}
