package import RunbookDocument

/// By what measure the outputs of one cell are compared.
package struct ComparisonRules: Hashable, Sendable {
  package var tolerance: Tolerance
  /// What is taken out of text before it is compared, in the order in which it is applied.
  package var filters: [TextFilter]
  /// How far a pixel's brightness may move before the pixel counts as changed, in steps of 255.
  package var pixelThreshold: Double
  /// The share of changed pixels that an image may have, in 0…1.
  package var pixelShare: Double
  /// Whether the cell is compared at all.
  package var isTested: Bool

  package init(
    tolerance: Tolerance = .standard, filters: [TextFilter] = [], pixelThreshold: Double = 1,
    pixelShare: Double = 0, isTested: Bool = true
  ) {
    self.tolerance = tolerance
    self.filters = filters
    self.pixelThreshold = pixelThreshold
    self.pixelShare = pixelShare
    self.isTested = isTested
  }

  /// What holds where nobody states anything.
  package static let standard = ComparisonRules()

  /// Returns the rules with `statement` added: what it states replaces what was there, and its
  /// filters come after those that were there.
  ///
  /// A tolerance that is stated is meant for every number, so whole numbers follow it as well.
  package func merged(with statement: Statement) -> ComparisonRules {
    var rules = self
    if let value = statement.relativeTolerance {
      rules.tolerance.relative = value
      rules.tolerance.integersAreExact = false
    }
    if let value = statement.absoluteTolerance {
      rules.tolerance.absolute = value
      rules.tolerance.integersAreExact = false
    }
    rules.filters += statement.filters
    rules.pixelThreshold = statement.pixelThreshold ?? pixelThreshold
    rules.pixelShare = statement.pixelShare ?? pixelShare
    rules.isTested = statement.isTested ?? isTested
    return rules
  }

  /// What one place says about the comparison: the project, a document or a cell.
  ///
  /// In `_runbook.yml` and in front matter it is the mapping `test:` with the keys `rtol`, `atol`,
  /// `filters`, `pixel-threshold` and `pixel-share`, or `test: false` alone.
  package struct Statement: Hashable, Sendable {
    package var relativeTolerance: Double?
    package var absoluteTolerance: Double?
    package var filters: [TextFilter] = []
    package var pixelThreshold: Double?
    package var pixelShare: Double?
    package var isTested: Bool?

    package init() {}

    /// What a cell's own option lines say.
    package init(_ options: CellOptions) {
      relativeTolerance = options.relativeTolerance
      absoluteTolerance = options.absoluteTolerance
      isTested = options.test
    }
  }
}

/// The rules of a whole notebook: the document's, and those of the cells that state their own.
package struct NotebookRules: Hashable, Sendable {
  package var document: ComparisonRules
  /// By the cell's index in the new run.
  package var cells: [Int: ComparisonRules]
  /// The lines of expressions in prose, by their index; a recording does not know them.
  package var inlineLines: [Int: Int]

  package init(
    document: ComparisonRules = .standard, cells: [Int: ComparisonRules] = [:],
    inlineLines: [Int: Int] = [:]
  ) {
    self.document = document
    self.cells = cells
    self.inlineLines = inlineLines
  }

  /// Merges what the project, the document and each cell say, the nearer over the farther.
  package init(
    _ notebook: Notebook, project: ComparisonRules.Statement = .init(),
    document: ComparisonRules.Statement = .init()
  ) {
    let rules = ComparisonRules.standard.merged(with: project).merged(with: document)
    self.document = rules
    cells = [:]
    for cell in notebook.cells {
      let own = rules.merged(with: ComparisonRules.Statement(cell.options))
      if own != rules { cells[cell.index] = own }
    }
    inlineLines = [:]
    for fragment in notebook.fragments { addLines(of: fragment) }
  }

  private mutating func addLines(of fragment: Fragment) {
    switch fragment {
    case .inlineExpression(let expression):
      inlineLines[expression.index] = expression.location.line
    case .heading(let heading):
      for part in heading.content { addLines(of: part) }
    default: break
    }
  }

  /// The rules for the cell at `index`; those of the document for a cell that is no more.
  package subscript(index: Int?) -> ComparisonRules {
    index.flatMap { cells[$0] } ?? document
  }
}
