package import RunbookFiles
internal import RunbookOutput
package import RunbookRegression

/// The messages of a test's worker to the process that started it, a line of JSON each.
package enum WorkerMessage: Codable, Sendable {
  /// A cell begins; `place` is its path and line.
  case started(cell: Int, of: Int, place: String)
  /// A diagnostic that is not in the record.
  case diagnostic(Diagnostic)
  /// The end: the result of the run.
  case record(TestRecord)
}

/// Cuts the output of a worker into messages.
package struct WorkerMessageReader {
  private var rest: [UInt8] = []

  package init() {}

  /// Returns the messages that `bytes` complete.
  ///
  /// - Complexity: linear in the bytes that came, however they were cut.
  package mutating func add(_ bytes: some Collection<UInt8>) -> [WorkerMessage] {
    var messages: [WorkerMessage] = []
    var parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    let last = parts.removeLast()
    for part in parts {
      rest += part
      if let message = try? OutputJSON.decode(WorkerMessage.self, from: rest) {
        messages.append(message)
      }
      rest = []
    }
    rest += last
    return messages
  }
}
