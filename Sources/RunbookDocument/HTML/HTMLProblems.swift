internal import RunbookFiles

/// What the allow-list leaves out of a document: the first places of each kind, and a count.
struct HTMLProblems {
  /// The number of places of one kind that are named.
  private static let limit = 3

  private var places: [String: [SourceLocation]] = [:]
  private var counts: [String: Int] = [:]
  private var order: [String] = []

  mutating func add(_ message: String, at location: SourceLocation) {
    counts[message, default: 0] += 1
    if counts[message] == 1 { order.append(message) }
    if places[message, default: []].count < Self.limit { places[message, default: []].append(location) }
  }

  /// Adds a problem of an attribute.
  mutating func add(_ problem: HTMLAllowList.Problem, at location: SourceLocation) {
    switch problem {
    case .handler(let name): add("'\(name)' is left out; a note runs no scripts", at: location)
    case .address(let scheme):
      add("a link to '\(scheme):' is left out; link to a page or a file", at: location)
    case .style:
      add("a style that would load or run something is left out; name colours and sizes only",
        at: location)
    }
  }

  func report(to log: inout DiagnosticLog) {
    for message in order {
      let more = (counts[message] ?? 0) - Self.limit
      for (index, place) in (places[message] ?? []).enumerated() {
        let isLast = index + 1 == Self.limit && more > 0
        let rest = isLast ? "; so \(more == 1 ? "is 1 more place" : "are \(more) more places")" : ""
        log.warning(message + rest, at: place)
      }
    }
  }
}
