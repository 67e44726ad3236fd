package import RunbookDocument
package import RunbookFiles

/// The rules by which the outputs of one cell are compared.
package struct ComparisonRules: Hashable, Sendable {
  package var tolerance: Tolerance
  /// Filters that text passes before it is compared, in this order.
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

  /// The rules where none are stated.
  package static let standard = ComparisonRules()

  /// Returns the rules with `options` over them: what these state replaces what was there, and their
  /// filters come after those that were there.
  ///
  /// - Parameter isForCell: a tolerance that a cell states is meant for every number of it, so whole
  ///   numbers follow it as well. One for a whole document leaves counts and sizes exact.
  package func merged(with options: ComparisonOptions, isForCell: Bool = false) -> ComparisonRules {
    var rules = self
    rules.tolerance.relative = options.relativeTolerance ?? tolerance.relative
    rules.tolerance.absolute = options.absoluteTolerance ?? tolerance.absolute
    if isForCell, options.relativeTolerance != nil || options.absoluteTolerance != nil {
      rules.tolerance.integersAreExact = false
    }
    rules.filters += options.filters
    rules.pixelThreshold = options.pixelThreshold ?? pixelThreshold
    rules.pixelShare = options.pixelShare ?? pixelShare
    rules.isTested = options.isTested ?? isTested
    return rules
  }
}

/// The rules of a whole notebook: the document's, and those of the cells that state their own.
package struct NotebookRules: Hashable, Sendable {
  package var document: ComparisonRules
  /// By the cell's index in the new run.
  package var cells: [Int: ComparisonRules]
  /// The places of expressions in prose, by their index; a recording does not know them.
  package var inlinePlaces: [Int: SourceLocation]

  package init(
    document: ComparisonRules = .standard, cells: [Int: ComparisonRules] = [:],
    inlinePlaces: [Int: SourceLocation] = [:]
  ) {
    self.document = document
    self.cells = cells
    self.inlinePlaces = inlinePlaces
  }

  /// The document's settings over those of its project, and each cell's over both.
  package init(_ notebook: Notebook) {
    let rules = ComparisonRules.standard.merged(with: notebook.frontMatter.comparison)
    document = rules
    cells = [:]
    for cell in notebook.cells {
      let own = rules.merged(with: cell.options.comparison, isForCell: true)
      if own != rules { cells[cell.index] = own }
    }
    inlinePlaces = [:]
    for expression in notebook.inlineExpressions {
      inlinePlaces[expression.index] = expression.location
    }
  }

  /// The rules for the cell at `index`; those of the document for a cell that is gone.
  package subscript(index: Int?) -> ComparisonRules {
    index.flatMap { cells[$0] } ?? document
  }
}
