package import RunbookOutput

extension Output {
  /// The payload as something to compare.
  var difference: any DifferencePayload {
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
  package var summary: String { difference.headline }
}

extension TextOutput: DifferencePayload {
  package static let strategy = ComparisonStrategy<TextOutput>.byLine
  package static let noun = "text"
  package var headline: String { Excerpt.quoted(text.trimmingNewlines) }
  package var lines: String? { text }
}

extension ValueOutput: DifferencePayload {
  package static let strategy = ComparisonStrategy<ValueOutput>.byNumbers
  package static let noun = "a value"
  package var headline: String { Excerpt.quoted(text.trimmingNewlines) }
  package var lines: String? { text }
}

extension Markup: DifferencePayload {
  package static let strategy = ComparisonStrategy<Markup>.byLine
  package static let noun = "markup"
  package var headline: String { Excerpt.quoted(source.trimmingNewlines) }
  package var lines: String? { source }
}

extension Table: DifferencePayload {
  package static let strategy = ComparisonStrategy<Table>.byColumn
  package static let noun = "a table"
  package var headline: String {
    "\(counted(columns.count, "column")), \(counted(rowCount, "row"))"
  }
  package var html: [String] { DiffPage.table(self) }

  package static func html(_ old: Table, _ new: Table, _ difference: Difference) -> [String]? {
    DiffPage.tables(old, new, difference)
  }
}

extension ImageGrid: DifferencePayload {
  package static let strategy = ComparisonStrategy<ImageGrid>.byPixel
  package static let noun = "images"
  package var headline: String { counted(panels.count, "image") }
  package var html: [String] { DiffPage.pictures(self) }

  package static func html(
    _ old: ImageGrid, _ new: ImageGrid, _ difference: Difference
  ) -> [String]? {
    DiffPage.images(old, new, difference.rules) + DiffPage.changes(difference.changes)
  }
}

extension Plot: DifferencePayload {
  package static let strategy = ComparisonStrategy<Plot>.byData
  package static let noun = "a plot"
  package var headline: String {
    let names = panels.flatMap(\.series).map(\.name).filter { !$0.isEmpty }
    return names.isEmpty
      ? counted(panels.count, "panel") : names.map { "“\($0)”" }.joined(separator: ", ")
  }

  package var html: [String] {
    panels.flatMap { DiffPage.chart(CurveOverlay($0, $0, tolerance: .standard)) }
  }

  package static func html(_ old: Plot, _ new: Plot, _ difference: Difference) -> [String]? {
    DiffPage.charts(old, new, difference.rules) + DiffPage.changes(difference.changes)
  }
}

extension Diagram: DifferencePayload {
  package static let strategy = ComparisonStrategy<Diagram>.byParts
  package static let noun = "a diagram"
  package var headline: String {
    "\(counted(nodes.count, "node")), \(counted(edges.count, "edge"))"
  }
}

extension Claim: DifferencePayload {
  package static let strategy = ComparisonStrategy<Claim>.byVerdict
  package static let noun = "a claim"
  package var headline: String { Excerpt.quoted(statement) }
  package var html: [String] { ["<p>\(holds ? "✓" : "✗") \(DiffPage.escape(statement))</p>"] }

  package static func html(_ old: Claim, _ new: Claim, _ difference: Difference) -> [String]? {
    DiffPage.claims(old, new)
  }
}

extension Failure: DifferencePayload {
  package static let strategy = ComparisonStrategy<Failure>.byReason
  package static let noun = "a failure"
  package var headline: String {
    // A message that a cell was not run says so itself.
    (reason == .notRun ? "" : "\(reason.rawValue): ")
      + (message.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
  }
  package var lines: String? { "\(reason.rawValue): \(message)" }
}

private func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

extension String {
  fileprivate var trimmingNewlines: Substring {
    var text = self[...]
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
