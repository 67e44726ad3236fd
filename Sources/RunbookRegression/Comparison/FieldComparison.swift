/// Compares two values field by field, so that no field is forgotten.
///
/// A field that has a rule of its own, or that is left out on purpose, is blanked in both values;
/// the rest must be equal. A field that is added to an output therefore makes outputs differ until
/// somebody gives it a rule.
struct FieldComparison<Value: Hashable> {
  private var old: Value
  private var new: Value
  private let place: String?
  private var ruled: [Change] = []

  /// - Parameter place: where the values stand in the output, for messages; `nil` for all of it.
  init(_ old: Value, _ new: Value, at place: String? = nil) {
    self.old = old
    self.new = new
    self.place = place
  }

  /// Compares a field by a rule, which names its place itself.
  ///
  /// - Parameter blank: any value of the field, which stands for it from here on.
  mutating func compare<Field>(
    _ field: WritableKeyPath<Value, Field>, blank: Field, by rule: (Field, Field) -> [Change]
  ) {
    ruled += rule(old[keyPath: field], new[keyPath: field])
    leaveOut(field, blank: blank)
  }

  /// Takes a field out of the comparison: it is compared with another one, or may change.
  mutating func leaveOut<Field>(_ field: WritableKeyPath<Value, Field>, blank: Field) {
    old[keyPath: field] = blank
    new[keyPath: field] = blank
  }

  /// The changes of the fields without a rule.
  var exactChanges: [Change] { ExactComparison.changes(old, new, at: place) }

  /// All changes, those of fields without a rule first.
  var changes: [Change] { exactChanges + ruled }
}

extension ComparisonStrategy where Value: Hashable & Sendable {
  /// Every field must be equal.
  package static var exactly: ComparisonStrategy {
    ComparisonStrategy { old, new, _ in FieldComparison(old, new).changes }
  }

  /// Fields by the rules that `body` states, all others exactly.
  ///
  /// - Parameter isDecided: whether a field without a rule that differs says all: the rest is then of
  ///   another thing, and not compared.
  static func byField(
    isDecidedByExactFields isDecided: Bool = false,
    _ body: @escaping @Sendable (inout FieldComparison<Value>, ComparisonRules) -> Void
  ) -> ComparisonStrategy {
    ComparisonStrategy { old, new, rules in
      var fields = FieldComparison(old, new)
      body(&fields, rules)
      let exact = fields.exactChanges
      return isDecided && !exact.isEmpty ? exact : fields.changes
    }
  }
}
