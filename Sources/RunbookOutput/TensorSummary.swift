/// A tensor in a few numbers.
public struct TensorSummary: Codable, Hashable, Sendable {
  /// Of the elements that are finite numbers; 0 without any.
  public var least, greatest, mean: Double
  /// Of the finite elements, as a population: the sum of squares is divided by their count.
  public var standardDeviation: Double
  /// How many elements are NaN, and how many infinite.
  public var notNumbers, infinities: Int

  /// Names in files, which keep those of the first reports.
  private enum CodingKeys: String, CodingKey {
    case least, greatest, mean
    case standardDeviation = "deviation"
    case notNumbers, infinities
  }

  /// - Parameter values: all elements.
  public init(_ values: some Sequence<Double>) {
    var count = 0.0
    var mean = 0.0
    var squares = 0.0
    var (least, greatest) = (Double.infinity, -Double.infinity)
    (notNumbers, infinities) = (0, 0)
    for value in values {
      guard value.isFinite else {
        if value.isNaN { notNumbers += 1 } else { infinities += 1 }
        continue
      }
      // Welford's method, which does not cancel where the mean is large.
      count += 1
      let gap = value - mean
      mean += gap / count
      squares += gap * (value - mean)
      (least, greatest) = (Swift.min(least, value), Swift.max(greatest, value))
    }
    self.mean = mean
    standardDeviation = count > 0 ? (squares / count).squareRoot() : 0
    (self.least, self.greatest) = count > 0 ? (least, greatest) : (0, 0)
  }
}
