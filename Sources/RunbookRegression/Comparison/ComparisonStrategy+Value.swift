internal import RunbookDrawing
package import RunbookOutput

extension ComparisonStrategy<ValueOutput> {
  /// Type and shape exactly, then the numbers behind the text where both are kept, else the text.
  package static let byNumbers = ComparisonStrategy { old, new, rules in
    guard old.type == new.type else {
      return [Change(.words(old: old.type, new: new.type), at: "type")]
    }
    guard old.shape == new.shape else {
      return [
        Change(.words(old: text(of: old.shape), new: text(of: new.shape)), at: "shape")
      ]
    }
    guard let before = old.numbers?.values, let after = new.numbers?.values else {
      // Of a tensor that is too large to keep, the whole is compared in a few numbers.
      return TextComparison(old.text, new.text, rules: rules).changes
        + summaries(old.summary, new.summary, rules)
    }
    guard before.count == after.count else {
      return [Change(.statement("\(before.count) numbers → \(after.count)"))]
    }
    // The text shows the same numbers, rounded; a last digit there may flip on noise.
    return elements(before, after, shape: old.shape, rules)
      + TextComparison(old.text, new.text, rules: rules, ignoresNumbers: true).changes
  }

  private static func summaries(
    _ old: TensorSummary?, _ new: TensorSummary?, _ rules: ComparisonRules
  ) -> [Change] {
    guard let old, let new else { return [] }
    let scale = max(abs(old.least), abs(old.greatest))
    let facts: [(name: String, old: Double, new: Double)] = [
      ("least", old.least, new.least), ("greatest", old.greatest, new.greatest),
      ("mean", old.mean, new.mean),
      ("standard deviation", old.standardDeviation, new.standardDeviation),
      ("NaN", Double(old.notNumbers), Double(new.notNumbers)),
      ("infinities", Double(old.infinities), Double(new.infinities)),
    ]
    return facts.compactMap { fact in
      // A mean near zero has no digits of its own; it is as exact as the elements are.
      let isCount = ["NaN", "infinities"].contains(fact.name)
      guard fact.old != fact.new,
        isCount
          || !rules.tolerance.accepts(fact.old, fact.new)
            && !rules.tolerance.accepts(scale, scale + abs(fact.new - fact.old))
      else { return nil }
      func token(_ value: Double) -> NumberToken {
        NumberToken(text: NumberText.shortest(Float(value)), value: value, isInteger: false)
      }
      return Change(
        .number(old: token(fact.old), new: token(fact.new), tolerance: rules.tolerance),
        at: fact.name)
    }
  }

  private static func elements(
    _ old: [Float], _ new: [Float], shape: [Int]?, _ rules: ComparisonRules
  ) -> [Change] {
    old.indices.compactMap { index in
      guard !rules.tolerance.accepts(Double(old[index]), Double(new[index])) else { return nil }
      let place = old.count == 1 ? nil : position(of: index, shape: shape ?? [old.count])
      func token(_ value: Float) -> NumberToken {
        NumberToken(text: NumberText.shortest(value), value: Double(value), isInteger: false)
      }
      return Change(
        .number(old: token(old[index]), new: token(new[index]), tolerance: rules.tolerance),
        at: place)
    }
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

  private static func text(of shape: [Int]?) -> String {
    shape.map { "[\($0.map(String.init).joined(separator: ", "))]" } ?? "none"
  }
}
