internal import RunbookDrawing
package import RunbookOutput

extension ComparisonStrategy<ValueOutput> {
  /// The numbers behind the text where both are kept, else the text; type, shape, number type and
  /// count exactly.
  package static let byNumbers = ComparisonStrategy { old, new, rules in
    var fields = FieldComparison(old, new)
    // The text shows the same numbers, rounded; a last digit there may flip on noise.
    let hasNumbers = old.numbers != nil && new.numbers != nil
    fields.compare(\.numbers, blank: nil) {
      elements($0, $1, name: "numbers", shape: old.shape, rules)
    }
    let text = TextComparison(old.text, new.text, rules: rules, ignoresNumbers: hasNumbers).changes
    fields.compare(\.text, blank: "") { _, _ in text }
    fields.compare(\.excerpt, blank: nil) {
      // What the text has said already is not said again.
      let changes = elements($0, $1, name: "excerpt", shape: old.shape, rules)
      return text.isEmpty ? changes : []
    }
    // Of a tensor that is too large to keep, the whole is compared in a few numbers.
    fields.compare(\.summary, blank: nil) { summaries($0, $1, rules) }
    // A value of another type or shape is another thing, whose numbers say nothing.
    return fields.exactChanges.isEmpty ? fields.changes : fields.exactChanges
  }

  private static func summaries(
    _ old: TensorSummary?, _ new: TensorSummary?, _ rules: ComparisonRules
  ) -> [Change] {
    guard let old, let new else {
      return ExactComparison.changes(old, new, at: "summary")
    }
    // A mean near zero has no digits of its own; it is as exact as the elements are.
    let scale = max(abs(old.least), abs(old.greatest))
    var fields = FieldComparison(old, new)
    let facts: [(path: WritableKeyPath<TensorSummary, Double>, name: String)] = [
      (\.least, "least"), (\.greatest, "greatest"), (\.mean, "mean"),
      (\.standardDeviation, "standard deviation"),
    ]
    for fact in facts {
      fields.compare(fact.path, blank: 0) { old, new in
        guard !rules.tolerance.accepts(old, new),
          !rules.tolerance.accepts(scale, scale + abs(new - old))
        else { return [] }
        return [
          Change(
            .number(
              old: token(Float(old)), new: token(Float(new)), tolerance: rules.tolerance),
            at: fact.name)
        ]
      }
    }
    for (path, name) in [(\TensorSummary.notNumbers, "NaN"), (\.infinities, "infinities")] {
      fields.compare(path, blank: 0) {
        $0 == $1 ? [] : [Change(.words(old: "\($0)", new: "\($1)"), at: name)]
      }
    }
    return fields.changes
  }

  private static func elements(
    _ old: Samples?, _ new: Samples?, name: String, shape: [Int]?, _ rules: ComparisonRules
  ) -> [Change] {
    guard let old = old?.values, let new = new?.values else {
      guard (old == nil) != (new == nil) else { return [] }
      let texts = [old, new].map { $0.map { "\($0.values.count) kept" } ?? "none kept" }
      return [Change(.words(old: texts[0], new: texts[1]), at: name)]
    }
    guard old.count == new.count else {
      return [Change(.statement("\(old.count) \(name) → \(new.count)"))]
    }
    let isWhole = shape == nil || old.count == shape!.reduce(1, *)
    let positions = isWhole ? Array(old.indices) : TensorExcerpt(shape: shape!).positions
    return old.indices.compactMap { index in
      guard !rules.tolerance.accepts(Double(old[index]), Double(new[index])) else { return nil }
      let place = index < positions.count ? positions[index] : index
      return Change(
        .number(old: token(old[index]), new: token(new[index]), tolerance: rules.tolerance),
        at: old.count == 1 ? nil : position(of: place, shape: shape ?? [old.count]))
    }
  }

  private static func token(_ value: Float) -> NumberToken {
    NumberToken(text: NumberText.shortest(value), value: Double(value), isInteger: false)
  }

  /// `[1, 0, 27]`: the place of an element in a tensor, every index from 0.
  private static func position(of index: Int, shape: [Int]) -> String {
    var rest = index
    var indices = [Int]()
    for extent in shape.reversed() where extent > 0 {
      indices.append(rest % extent)
      rest /= extent
    }
    return "[\(indices.reversed().map(String.init).joined(separator: ", "))]"
  }
}
