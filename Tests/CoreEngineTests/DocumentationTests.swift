import Testing

/// Every public symbol has the comment that makes the manual: what `docs` and editors show is what
/// the compiler hands out, so it is asked.
@Suite struct DocumentationTests {
  private typealias Symbol = SymbolGraph.Symbol
  private let symbols: [Symbol]

  init() throws { symbols = try SymbolGraph.engine().symbols }

  private func text(_ symbol: Symbol) -> String { symbol.comment.joined(separator: "\n") }

  /// The first paragraph.
  private func summary(_ symbol: Symbol) -> String {
    symbol.comment.prefix { !$0.isEmpty && !$0.hasPrefix("- ") }.joined(separator: " ")
  }

  /// The names documented under "Parameters".
  private func documented(_ symbol: Symbol) -> [String] {
    let sections: Set<String> = [
      "Parameters", "Returns", "Throws", "Precondition", "Complexity", "Source",
    ]
    return symbol.comment.compactMap { line in
      guard let match = line.wholeMatch(of: /\s*- (?:Parameter )?(\w+):.*/) else { return nil }
      let name = String(match.1)
      return sections.contains(name) ? nil : name
    }
  }

  /// Whether the comment leads to another one that says the rest.
  private func refers(_ symbol: Symbol) -> Bool {
    text(symbol).contains(/[Ss]ee (also )?`/) || text(symbol).contains("; see")
  }

  @Test("every public symbol has a comment that begins with a sentence")
  func sentences() {
    for symbol in symbols {
      let summary = summary(symbol)
      #expect(
        summary.count >= 5 && (summary.hasSuffix(".") || summary.hasSuffix(":")),
        "\(symbol.place): \(symbol.path): \"\(summary)\" is not a sentence")
    }
    #expect(symbols.count > 500)
  }

  @Test("every parameter is described, and none that is not there")
  func parameters() {
    for symbol in symbols where !symbol.parameters.isEmpty {
      let (documented, text) = (documented(symbol), text(symbol))
      for name in documented {
        #expect(
          symbol.parameters.contains(name),
          "\(symbol.place): \(symbol.path): there is no parameter \(name)")
      }
      // Operators and functions of one thing say in their sentence what it is.
      if symbol.kind == "swift.func.op" || symbol.parameters.count == 1 || refers(symbol) {
        continue
      }
      for name in symbol.parameters where !documented.contains(name) {
        #expect(
          text.contains("`\(name)`"), "\(symbol.place): \(symbol.path): what is \(name)?")
      }
    }
  }

  @Test("what gives tensors says of which shape")
  func shapes() {
    for symbol in symbols where symbol.result.contains("Tensor") && symbol.kind != "swift.init" {
      // A closure or a tuple of tensors counts as well as one tensor.
      guard symbol.kind != "swift.property" && symbol.kind != "swift.type.property" else {
        continue
      }
      #expect(
        text(symbol).contains(/[Ss]hape|\[|elementwise|[Ee]ach element|[Nn]umbers of|same values/)
          || refers(symbol), "\(symbol.place): \(symbol.path): of which shape?")
    }
  }

  @Test("what throws says what and when")
  func errors() {
    for symbol in symbols {
      let isThrowing =
        symbol.declaration.contains(") throws") || symbol.declaration.contains(") rethrows")
      if isThrowing {
        #expect(
          symbol.comment.contains { $0.hasPrefix("- Throws:") },
          "\(symbol.place): \(symbol.path): throws what?")
      }
    }
  }

  @Test("lines of parameters, results, errors, conditions, cost and source stand in that order")
  func order() {
    let sections = [
      "- Parameter", "- Returns:", "- Throws:", "- Precondition:", "- Complexity:", "Source:",
    ]
    for symbol in symbols {
      let found = symbol.comment.compactMap { line in
        sections.firstIndex { line.hasPrefix($0) }
      }
      #expect(found == found.sorted(), "\(symbol.place): \(symbol.path): order \(found)")
    }
  }
}
