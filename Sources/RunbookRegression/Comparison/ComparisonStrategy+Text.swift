package import RunbookOutput

extension ComparisonStrategy<TextOutput> {
  /// Lines by meaning; the stream exactly.
  package static let byLine = byField(isDecidedByExactFields: true) { fields, rules in
    fields.compare(\.text, blank: "") { TextComparison($0, $1, rules: rules).changes }
  }
}

extension ComparisonStrategy<Markup> {
  /// The source's lines by meaning; the language exactly.
  package static let byLine = byField(isDecidedByExactFields: true) { fields, rules in
    fields.compare(\.source, blank: "") { TextComparison($0, $1, rules: rules).changes }
  }
}

extension ComparisonStrategy<Claim> {
  /// The statement exactly, and whether it held; what was measured may change, and the place may move
  /// with the notebook's text.
  package static let byVerdict = ComparisonStrategy { old, new, _ in
    var fields = FieldComparison(old, new)
    fields.compare(\.holds, blank: true) { _, holds in
      guard old.holds != holds else { return [] }
      let evidence = new.evidence.isEmpty ? "" : ": \(new.evidence)"
      let verdict = holds ? "did not hold, now holds" : "held, now does not"
      return [Change(.statement("\(Excerpt.quoted(new.statement)) \(verdict)\(evidence)"))]
    }
    fields.leaveOut(\.evidence, blank: "")
    fields.leaveOut(\.measured, blank: nil)
    fields.leaveOut(\.line, blank: 0)
    fields.leaveOut(\.file, blank: nil)
    fields.leaveOut(\.cell, blank: 0)
    return fields.exactChanges.isEmpty ? fields.changes : fields.exactChanges
  }
}

extension ComparisonStrategy<Failure> {
  /// The reason exactly, the message by its lines; the place may move with the notebook's text.
  package static let byReason = byField(isDecidedByExactFields: true) { fields, rules in
    fields.compare(\.message, blank: "") { TextComparison($0, $1, rules: rules).changes }
    fields.leaveOut(\.line, blank: nil)
    fields.leaveOut(\.column, blank: nil)
    fields.leaveOut(\.file, blank: nil)
    fields.leaveOut(\.frames, blank: [])
  }
}
