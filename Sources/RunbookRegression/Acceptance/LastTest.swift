internal import RunbookFiles
internal import RunbookOutput

/// The outputs of the last `runbook test` of each notebook, for `diff` and `accept`.
///
/// There is one file per notebook under `.runbook/tests`, which git ignores. Losing it costs one
/// more test.
package struct LastTest: Sendable {
  private let folder: String

  /// - Parameter folder: the folder of the files, for example `.runbook/tests`.
  package init(folder: String) {
    self.folder = folder
  }

  /// Stores `record` atomically, replacing the previous one.
  ///
  /// - Parameter notebook: the notebook's path as named by the user, always in the same form.
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

  /// Returns the record of the last test; `nil` if there was none, or it is not readable any more.
  package func read(_ notebook: String) -> TestRecord? {
    guard let bytes = try? FileAccess.read(path(of: notebook)),
      let record = try? OutputJSON.decode(TestRecord.self, from: bytes),
      record.recording.map({ $0.format == Recording.currentFormat }) ?? true
    else { return nil }
    return record
  }

  /// `ko/cnn` is stored as `ko%2Fcnn.json`: no two names share a file. File systems allow at most
  /// 255 bytes, so the rest of a long name is replaced by its hash.
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
