/// The options in the `//| key: value` lines of a cell; `nil` where the document's setting applies.
package struct CellOptions: Hashable, Sendable {
  package var label: String?
  package var echo: Bool?
  package var output: Bool?
  package var warning: Bool?
  /// Whether the cell is allowed to fail: the failure is shown, and the cells after it still run.
  package var error: Bool?
  package var include: Bool?
  package var cache: Bool?
  package var codeFold: Bool?
  package var codeSummary: String?
  package var figureAlternative: String?
  /// Width of the cell's figures in CSS terms, for example `60%` or `320px`.
  package var figureWidth: String?
  package var layoutColumns: Int?
  /// How the regression tests compare this cell's outputs.
  package var comparison = ComparisonOptions()
  /// Files whose content the cell's result depends on, relative to the notebook.
  package var dependencies: [String]
  /// The time limit of the cell in seconds.
  package var timeout: Double?
  /// The labels of the formulas that the cell's claims are about.
  package var checks: [String]

  package init() {
    dependencies = []
    checks = []
  }
}
