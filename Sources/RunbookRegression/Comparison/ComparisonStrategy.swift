package import RunbookOutput

/// A way to compare two values of one kind.
package struct ComparisonStrategy<Value>: Sendable {
  /// Returns the differences of the second value; none if the two are equivalent.
  package let changes: @Sendable (_ old: Value, _ new: Value, ComparisonRules) -> [Change]

  package init(_ changes: @escaping @Sendable (Value, Value, ComparisonRules) -> [Change]) {
    self.changes = changes
  }
}

/// The strategies for all kinds of output: by default those of the payloads.
package struct OutputStrategies: Sendable {
  private var replacements: [ObjectIdentifier: any Sendable] = [:]

  package init() {}

  /// Compares every kind of output by its meaning.
  package static let byMeaning = OutputStrategies()

  /// Replaces the strategy for one kind of output.
  package mutating func replace<Payload: DifferencePayload>(
    _ type: Payload.Type, by strategy: ComparisonStrategy<Payload>
  ) {
    replacements[ObjectIdentifier(type)] = strategy
  }

  /// Returns the differences between two outputs; outputs of different kinds always differ.
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
