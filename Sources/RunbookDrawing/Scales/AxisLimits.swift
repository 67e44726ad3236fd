package import RunbookOutput

/// The numbers that an axis can show.
///
/// gnuplot computes positions with differences and quotients of the ends, which are infinite or zero
/// near the limits of a 64-bit float.
package enum AxisLimits {
  /// The greatest number that is drawn.
  package static let greatest = 1e300
  /// The smallest distance between the ends of a linear axis.
  package static let leastSpan = 1e-300

  /// Checks that `values` can be drawn along an axis.
  ///
  /// - Parameters:
  ///   - name: the axis in messages, for example `the vertical axis`.
  ///   - values: the positions to show; those that are not finite are gaps and are ignored.
  ///   - axis: the scale and the ends given by the author.
  /// - Throws: `FigureError` for an end that is not a finite number, a number beyond `greatest`, and
  ///   numbers that differ by less than `leastSpan`.
  package static func check(
    _ name: String, values: [Double], axis: Plot.Axis
  ) throws(FigureError) {
    for end in [axis.low, axis.high] {
      guard let end else { continue }
      guard end.isFinite else {
        throw FigureError(
          message: "\(name) ends at \(NumberText.shortest(end)); give it a finite number")
      }
      try checkSize(of: end, name)
    }
    var (least, most) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite {
      try checkSize(of: value, name)
      (least, most) = (min(least, value), max(most, value))
    }
    guard !axis.logarithmic else { return }
    let (low, high) = (axis.low ?? least, axis.high ?? most)
    let span = abs(high - low)
    guard span == 0 || span >= leastSpan || !span.isFinite else {
      throw FigureError(
        message: "the numbers on \(name) differ by \(NumberText.short(span)), and differences "
          + "below \(NumberText.short(leastSpan)) cannot be drawn; multiply them by a power of ten")
    }
  }

  private static func checkSize(of value: Double, _ name: String) throws(FigureError) {
    guard abs(value) > greatest else { return }
    throw FigureError(
      message: "\(name) reaches \(NumberText.short(value)), and numbers beyond "
        + "\(NumberText.short(greatest)) cannot be drawn; divide them by a power of ten")
  }
}
