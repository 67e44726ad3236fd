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
    func compare<Payload: OutputPayload>(
      _ old: Payload, by strategy: ComparisonStrategy<Payload>
    ) -> [Change] {
      guard let payload = new.payload as? Payload else {
        return [Change(.statement("became \(new.kind.article), was \(old.output.kind.article)"))]
      }
      return strategy.changes(old, payload, rules)
    }
    return switch old {
    case .text(let payload): compare(payload, by: text)
    case .value(let payload): compare(payload, by: value)
    case .table(let payload): compare(payload, by: table)
    case .images(let payload): compare(payload, by: images)
    case .plot(let payload): compare(payload, by: plot)
    case .diagram(let payload): compare(payload, by: diagram)
    case .markup(let payload): compare(payload, by: markup)
    case .claim(let payload): compare(payload, by: claim)
    case .failure(let payload): compare(payload, by: failure)
    }
  }
}

extension Output {
  /// The payload as pages and messages of differences show it.
  var shown: any DifferencePayload {
    switch self {
    case .text(let payload): payload
    case .value(let payload): payload
    case .table(let payload): payload
    case .images(let payload): payload
    case .plot(let payload): payload
    case .diagram(let payload): payload
    case .markup(let payload): payload
    case .claim(let payload): payload
    case .failure(let payload): payload
    }
  }

  /// A few words that tell the output from its neighbours.
  package var summary: String { shown.headline }
}

extension Output.Kind {
  /// The name in a sentence.
  fileprivate var article: String {
    switch self {
    case .images, .text, .markup: rawValue
    case .value, .table, .plot, .diagram, .claim, .failure: "a \(rawValue)"
    }
  }
}
