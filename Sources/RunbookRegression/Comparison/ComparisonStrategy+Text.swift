package import RunbookOutput

extension ComparisonStrategy<TextOutput> {
  /// Lines by meaning; what went to the other stream is a difference.
  package static let byLine = ComparisonStrategy { old, new, rules in
    guard old.stream == new.stream else {
      return [
        Change(.words(old: old.stream.rawValue, new: new.stream.rawValue), at: "stream")
      ]
    }
    return TextComparison(old.text, new.text, rules: rules).changes
  }
}

extension ComparisonStrategy<Markup> {
  /// The source's lines by meaning.
  package static let byLine = ComparisonStrategy { old, new, rules in
    guard old.language == new.language else {
      return [
        Change(.words(old: old.language.rawValue, new: new.language.rawValue), at: "language")
      ]
    }
    return TextComparison(old.source, new.source, rules: rules).changes
  }
}

extension ComparisonStrategy<Claim> {
  /// Whether the statement is the same and still held; what was measured may change.
  package static let byVerdict = ComparisonStrategy { old, new, _ in
    guard old.statement == new.statement else {
      let quoted = Excerpt.quoted(old.statement, new.statement)
      return [Change(.words(old: quoted.old, new: quoted.new), at: "statement")]
    }
    guard old.holds != new.holds else { return [] }
    let evidence = new.evidence.isEmpty ? "" : ": \(new.evidence)"
    let verdict = new.holds ? "did not hold, now holds" : "held, now does not"
    return [Change(.statement("\(Excerpt.quoted(new.statement)) \(verdict)\(evidence)"))]
  }
}

extension ComparisonStrategy<Failure> {
  /// The reason and the message; where it happened may move with the notebook's text.
  package static let byReason = ComparisonStrategy { old, new, rules in
    guard old.reason == new.reason else {
      return [Change(.words(old: old.reason.rawValue, new: new.reason.rawValue), at: "reason")]
    }
    return TextComparison(old.message, new.message, rules: rules).changes
  }
}
