import RunbookOutput
import RunbookRegression

/// What a test's worker tells the process that started it, as one line of JSON each.
enum WorkerMessage: Codable {
  /// A cell begins; `place` is its path and line.
  case started(cell: Int, of: Int, place: String)
  /// A line that is to be said besides.
  case warning(String)
  /// The end: what the run came to.
  case record(TestRecord)
}

/// Cuts what comes from a worker into messages.
struct WorkerMessageReader {
  private var rest: [UInt8] = []

  /// Returns the messages that `bytes` complete.
  ///
  /// - Complexity: linear in the bytes that came, however they were cut.
  mutating func add(_ bytes: some Collection<UInt8>) -> [WorkerMessage] {
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
