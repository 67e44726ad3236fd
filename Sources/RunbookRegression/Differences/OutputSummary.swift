package import RunbookOutput

extension Output {
  /// A few words that tell the output from its neighbours.
  package var summary: String {
    switch self {
    case .text(let text): Excerpt.quoted(text.text.trimmingNewlines)
    case .value(let value): Excerpt.quoted(value.text.trimmingNewlines)
    case .markup(let markup): Excerpt.quoted(markup.source.trimmingNewlines)
    case .table(let table):
      "\(counted(table.columns.count, "column")), \(counted(table.rowCount, "row"))"
    case .images(let grid): counted(grid.panels.count, "image")
    case .plot(let plot): plotSummary(plot)
    case .diagram(let diagram):
      "\(counted(diagram.nodes.count, "node")), \(counted(diagram.edges.count, "edge"))"
    case .claim(let claim): Excerpt.quoted(claim.statement)
    case .failure(let failure):
      // That it was not run, the message says itself.
      (failure.reason == .notRun ? "" : "\(failure.reason.rawValue): ")
        + (failure.message.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
    }
  }

  private func plotSummary(_ plot: Plot) -> String {
    let names = plot.panels.flatMap(\.series).map(\.name).filter { !$0.isEmpty }
    guard names.isEmpty else { return names.map { "“\($0)”" }.joined(separator: ", ") }
    return counted(plot.panels.count, "panel")
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension String {
  fileprivate var trimmingNewlines: Substring {
    var text = self[...]
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
