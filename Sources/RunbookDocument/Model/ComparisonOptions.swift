/// What one place, a cell, a document or the project, says about the comparison of outputs.
///
/// In `_runbook.yml`, in front matter and in a cell it is the mapping `test:` with the keys `rtol`,
/// `atol`, `filters`, `pixel-threshold` and `pixel-share`, or `test: false` alone. A cell may also
/// say `rtol` and `atol` by themselves. What is `nil` is left to the place above.
package struct ComparisonOptions: Hashable, Sendable {
  /// Whether the regression tests compare the outputs.
  package var isTested: Bool?
  package var relativeTolerance: Double?
  package var absoluteTolerance: Double?
  /// What is taken out of text before it is compared, after the filters of the place above.
  package var filters: [TextFilter] = []
  /// How far a pixel's brightness may move before the pixel counts as changed, in steps of 255.
  package var pixelThreshold: Double?
  /// The share of changed pixels that an image may have, in 0…1.
  package var pixelShare: Double?

  package init() {}
}
