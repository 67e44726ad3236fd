package import RunbookOutput

/// A way to compare two values of one kind.
package struct ComparisonStrategy<Value>: Sendable {
  /// Returns what is different in the second value; nothing if both mean the same.
  package let changes: @Sendable (_ old: Value, _ new: Value, ComparisonRules) -> [Change]

  package init(_ changes: @escaping @Sendable (Value, Value, ComparisonRules) -> [Change]) {
    self.changes = changes
  }
}

/// The strategy for each kind of output.
package struct OutputStrategies: Sendable {
  package var text = ComparisonStrategy<TextOutput>.byLine
  package var value = ComparisonStrategy<ValueOutput>.byNumbers
  package var table = ComparisonStrategy<Table>.byColumn
  package var images = ComparisonStrategy<ImageGrid>.byPixel
  package var plot = ComparisonStrategy<Plot>.byData
  package var diagram = ComparisonStrategy<Diagram>.byParts
  package var markup = ComparisonStrategy<Markup>.byLine
  package var claim = ComparisonStrategy<Claim>.byVerdict
  package var failure = ComparisonStrategy<Failure>.byReason

  package init() {}

  /// Every kind of output by what it means.
  package static let byMeaning = OutputStrategies()

  /// Returns what is different between two outputs; another kind is always a difference.
  package func changes(_ old: Output, _ new: Output, _ rules: ComparisonRules) -> [Change] {
    switch (old, new) {
    case (.text(let old), .text(let new)): text.changes(old, new, rules)
    case (.value(let old), .value(let new)): value.changes(old, new, rules)
    case (.table(let old), .table(let new)): table.changes(old, new, rules)
    case (.images(let old), .images(let new)): images.changes(old, new, rules)
    case (.plot(let old), .plot(let new)): plot.changes(old, new, rules)
    case (.diagram(let old), .diagram(let new)): diagram.changes(old, new, rules)
    case (.markup(let old), .markup(let new)): markup.changes(old, new, rules)
    case (.claim(let old), .claim(let new)): claim.changes(old, new, rules)
    case (.failure(let old), .failure(let new)): failure.changes(old, new, rules)
    default:
      [Change(.statement("became \(Article.of(new)), was \(Article.of(old))"))]
    }
  }
}

extension Output {
  /// The kind as messages and `results.json` call it.
  package var kind: String {
    switch self {
    case .text: "text"
    case .value: "value"
    case .table: "table"
    case .images: "images"
    case .plot: "plot"
    case .diagram: "diagram"
    case .markup: "markup"
    case .claim: "claim"
    case .failure: "failure"
    }
  }
}

/// What an output is called in a sentence.
enum Article {
  static func of(_ output: Output) -> String {
    switch output {
    case .images: "images"
    case .text, .markup: output.kind
    default: "a \(output.kind)"
    }
  }
}
