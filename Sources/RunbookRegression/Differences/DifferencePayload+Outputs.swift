package import RunbookOutput

extension TextOutput: DifferencePayload {
  package var headline: String { Excerpt.quoted(text.trimmingNewlines) }
  package var lines: String? { text }
}

extension ValueOutput: DifferencePayload {
  package var headline: String { Excerpt.quoted(text.trimmingNewlines) }
  package var lines: String? { text }
}

extension Markup: DifferencePayload {
  package var headline: String { Excerpt.quoted(source.trimmingNewlines) }
  package var lines: String? { source }
}

extension Table: DifferencePayload {
  package var headline: String {
    "\(counted(columns.count, "column")), \(counted(rowCount, "row"))"
  }
  package var html: [String] { DiffPage.table(self) }

  package static func html(_ old: Table, _ new: Table, _ difference: Difference) -> [String]? {
    DiffPage.tables(old, new, difference)
  }
}

extension ImageGrid: DifferencePayload {
  package var headline: String { counted(panels.count, "image") }
  package var html: [String] { DiffPage.pictures(self) }

  package static func html(
    _ old: ImageGrid, _ new: ImageGrid, _ difference: Difference
  ) -> [String]? {
    DiffPage.images(old, new, difference.rules) + DiffPage.changes(difference.changes)
  }
}

extension Plot: DifferencePayload {
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
  package var headline: String {
    "\(counted(nodes.count, "node")), \(counted(edges.count, "edge"))"
  }
}

extension Claim: DifferencePayload {
  package var headline: String { Excerpt.quoted(statement) }
  package var html: [String] { ["<p>\(holds ? "✓" : "✗") \(DiffPage.escape(statement))</p>"] }

  package static func html(_ old: Claim, _ new: Claim, _ difference: Difference) -> [String]? {
    DiffPage.claims(old, new)
  }
}

extension Failure: DifferencePayload {
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
