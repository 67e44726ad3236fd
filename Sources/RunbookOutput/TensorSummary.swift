/// A tensor in a few numbers.
public struct TensorSummary: Codable, Hashable, Sendable {
  /// Of the elements that are finite numbers; 0 without any.
  public var least, greatest, mean, deviation: Double
  /// How many elements are NaN, and how many infinite.
  public var notNumbers, infinities: Int

  /// - Parameter values: all elements; the deviation is that of the population, dividing by their count.
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
      // Welford's way, which does not cancel where the mean is large.
      count += 1
      let gap = value - mean
      mean += gap / count
      squares += gap * (value - mean)
      (least, greatest) = (Swift.min(least, value), Swift.max(greatest, value))
    }
    self.mean = mean
    deviation = count > 0 ? (squares / count).squareRoot() : 0
    (self.least, self.greatest) = count > 0 ? (least, greatest) : (0, 0)
  }
}
