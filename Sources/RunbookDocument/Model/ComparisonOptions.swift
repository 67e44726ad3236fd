/// The settings of one level (a cell, a document or the project) for the comparison of outputs.
///
/// In `_runbook.yml`, in front matter and in a cell it is the mapping `test:` with the keys `rtol`,
/// `atol`, `filters`, `pixel-threshold` and `pixel-share`, or just `test: false`. A cell may also
/// have `rtol` and `atol` as separate options. A `nil` value is inherited from the level above.
package struct ComparisonOptions: Hashable, Sendable {
  /// Whether the regression tests compare the outputs.
  package var isTested: Bool?
  package var relativeTolerance: Double?
  package var absoluteTolerance: Double?
  /// Rules that remove text before the comparison, applied after the filters of the level above.
  package var filters: [TextFilter] = []
  /// The largest change of a pixel's brightness that does not count as a change, in steps of 255.
  package var pixelThreshold: Double?
  /// The largest share of changed pixels that an image may have, in 0…1.
  package var pixelShare: Double?

  package init() {}
}
