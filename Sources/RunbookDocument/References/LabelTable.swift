internal import RunbookFiles

/// The labels of a document, in document order.
struct LabelTable {
  private(set) var locations: [String: SourceLocation] = [:]
  private(set) var ordered: [String] = []

  /// Adds a label, or reports that it is already used.
  mutating func add(_ label: String, location: SourceLocation, log: inout DiagnosticLog) {
    if let first = locations[label] {
      let file = first.file.map { " of \($0)" } ?? ""
      log.error(
        "label '\(label)' is already used in line \(first.line)\(file); choose another",
        at: location)
      return
    }
    locations[label] = location
    ordered.append(label)
  }
}
