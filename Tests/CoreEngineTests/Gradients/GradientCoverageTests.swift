import Testing

/// No public operation is without a check of its gradient.
@Suite struct GradientCoverageTests {
  private let graph: SymbolGraph
  private let cases = Set(GradientCase.all.map(\.name))

  init() throws { graph = try .engine() }

  /// Whether the symbol computes tensors from tensors.
  private func isOperation(_ symbol: SymbolGraph.Symbol) -> Bool {
    let kinds = [
      "swift.func", "swift.func.op", "swift.method", "swift.type.method", "swift.subscript",
      "swift.property",
    ]
    guard kinds.contains(symbol.kind) else { return false }
    let name = symbol.path.split(separator: ".").last.map(String.init) ?? ""
    // Layers are counted as classes.
    if ["forward(_:)", "callAsFunction(_:)"].contains(name) { return false }
    let owner = symbol.path.contains(".") ? String(symbol.path.prefix { $0 != "." }) : ""
    guard ["", "Tensor", "RecurrentState", "Recurrent"].contains(owner) else { return false }
    let signature = symbol.declaration
    let isInPlace = signature.contains("inout Tensor")
    let makes = symbol.result.contains("Tensor") || symbol.result.contains("RecurrentState")
    let takes =
      (!owner.isEmpty && !signature.contains("static ")) || isInPlace
      || [": Tensor", ": [Tensor]", "(Tensor", "([Tensor]"].contains { signature.contains($0) }
    // Stored parts are not operations.
    let isStored = symbol.kind == "swift.property" && !signature.contains("{ get }")
    return (makes || isInPlace) && takes && !isStored
  }

  @Test("every public operation on tensors is in the table, with all its overloads")
  func operations() {
    let found = Dictionary(grouping: graph.symbols.filter(isOperation), by: \.path)
      .mapValues(\.count)
    let table = Dictionary(
      GradientCoverage.table.map { ($0.path, $0.overloads) }
    ) { first, _ in
      Issue.record("an operation stands twice in the table")
      return first
    }
    for (path, count) in found {
      #expect(
        table[path] == count,
        "\(path): \(count) overloads, \(table[path] ?? 0) in GradientCoverage.table")
    }
    for path in table.keys {
      #expect(found[path] != nil, "\(path) is in GradientCoverage.table, but not public")
    }
    #expect(found.count > 110)
  }

  @Test("every layer is in the table")
  func layers() {
    let layers = Set(
      ["Layer", "Model", "FunctionLayer", "Recurrent"].flatMap { graph.conforming[$0] ?? [] })
    let names = graph.symbols.filter { $0.kind == "swift.class" && layers.contains($0.identifier) }
      .map(\.path)
    let bases: Set<String> = ["FunctionLayer", "Recurrent"]
    #expect(Set(names).subtracting(bases) == Set(GradientCoverage.layerClasses.keys))
  }

  @Test("every case that the table names exists, and every case is named")
  func names() {
    let named = Set(
      GradientCoverage.table.flatMap(\.cases) + GradientCoverage.layerClasses.values)
    #expect(named == cases)
    #expect(cases.count == GradientCase.all.count, "two cases have one name")
    for row in GradientCoverage.table {
      #expect(row.cases.isEmpty == (row.reason != nil), "\(row.path)")
    }
  }
}
