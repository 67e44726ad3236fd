package import RunbookOutput

/// A way to compare two values of one kind.
package struct ComparisonStrategy<Value>: Sendable {
  /// Returns what is different in the second value; nothing if both mean the same.
  package let changes: @Sendable (_ old: Value, _ new: Value, ComparisonRules) -> [Change]

  package init(_ changes: @escaping @Sendable (Value, Value, ComparisonRules) -> [Change]) {
    self.changes = changes
  }
}

/// The strategies for all kinds of output: each payload's own, where none is put in its place.
package struct OutputStrategies: Sendable {
  private var replacements: [ObjectIdentifier: any Sendable] = [:]

  package init() {}

  /// Every kind of output by what it means.
  package static let byMeaning = OutputStrategies()

  /// Compares outputs of one kind by another strategy than their own.
  package mutating func replace<Payload: DifferencePayload>(
    _ type: Payload.Type, by strategy: ComparisonStrategy<Payload>
  ) {
    replacements[ObjectIdentifier(type)] = strategy
  }

  /// Returns what is different between two outputs; another kind is always a difference.
  package func changes(_ old: Output, _ new: Output, _ rules: ComparisonRules) -> [Change] {
    changes(old.difference, new.difference, rules)
  }

  private func changes<Payload: DifferencePayload>(
    _ old: Payload, _ new: any DifferencePayload, _ rules: ComparisonRules
  ) -> [Change] {
    guard let new = new as? Payload else {
      return [Change(.statement("became \(type(of: new).noun), was \(Payload.noun)"))]
    }
    let replacement = replacements[ObjectIdentifier(Payload.self)] as? ComparisonStrategy<Payload>
    return (replacement ?? Payload.strategy).changes(old, new, rules)
  }
}
