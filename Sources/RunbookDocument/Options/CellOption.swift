/// The options that a cell may have, by the key that authors write.
///
/// A new option begins with a case here: then the compiler requires code that reads it, and a test
/// requires its row in docs/notebook-format.md.
package enum CellOption: String, CaseIterable, Sendable {
  case label, eval, echo, output, warning, error, include, cache
  case codeFold = "code-fold"
  case codeSummary = "code-summary"
  case figureCaption = "fig-cap"
  case figureAlternative = "fig-alt"
  case figureSubcaptions = "fig-subcap"
  case figureWidth = "fig-width"
  case tableCaption = "tbl-cap"
  case listingCaption = "lst-cap"
  case layoutColumns = "layout-ncol"
  case test
  case relativeTolerance = "rtol"
  case absoluteTolerance = "atol"
  case dependencies = "deps"
  case timeout, checks
}
