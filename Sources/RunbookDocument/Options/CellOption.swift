/// The options that may stand at a cell's head, by the word that authors write.
///
/// A new option begins with a case here: the compiler then asks for how it is read, and a test for its
/// row in docs/notebook-format.md.
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
