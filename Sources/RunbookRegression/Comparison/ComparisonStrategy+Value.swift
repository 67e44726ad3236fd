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
      return TextComparison(old.text, new.text, rules: rules).changes
    }
    guard before.count == after.count else {
      return [Change(.statement("\(before.count) numbers → \(after.count)"))]
    }
    // The text shows the same numbers, rounded; a last digit there may flip on noise.
    return elements(before, after, shape: old.shape, rules)
      + TextComparison(old.text, new.text, rules: rules, ignoresNumbers: true).changes
  }

  private static func elements(
    _ old: [Float], _ new: [Float], shape: [Int]?, _ rules: ComparisonRules
  ) -> [Change] {
    old.indices.compactMap { index in
      guard !rules.tolerance.accepts(Double(old[index]), Double(new[index])) else { return nil }
      let place = old.count == 1 ? nil : position(of: index, shape: shape ?? [old.count])
      func token(_ value: Float) -> NumberToken {
        NumberToken(text: NumberText.of(value), value: Double(value), isInteger: false)
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
