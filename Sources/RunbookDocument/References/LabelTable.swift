internal import RunbookFiles

/// The labels of a document, in document order.
struct LabelTable {
  private(set) var locations: [String: SourceLocation] = [:]
  private(set) var ordered: [String] = []
  /// The kind of the element that carries each label, whatever the label's form.
  private(set) var kinds: [String: Label.Kind] = [:]
  /// Whether some label has the form of a theorem's.
  private(set) var hasTheorems = false

  /// Adds the label of an element, or reports that it is already used.
  ///
  /// - Parameter kind: `nil` for the name of a cell without captions, which cannot be referred to.
  mutating func add(
    _ label: String, of kind: Label.Kind?, location: SourceLocation, log: inout DiagnosticLog
  ) {
    if let first = locations[label] {
      let file = first.file.map { " of \($0)" } ?? ""
      log.error(
        "label '\(label)' is already used in line \(first.line)\(file); choose another",
        at: location)
      return
    }
    locations[label] = location
    kinds[label] = kind
    ordered.append(label)
    if Label.kind(of: label)?.isTheorem == true { hasTheorems = true }
  }
}
