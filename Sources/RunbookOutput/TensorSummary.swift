/// Statistics of the elements of a tensor.
public struct TensorSummary: Codable, Hashable, Sendable {
  /// Statistics of the finite elements; 0 if there are none.
  public var least, greatest, mean: Double
  /// Of the finite elements, as a population: the sum of squares is divided by their count.
  public var standardDeviation: Double
  /// The numbers of NaN and of infinite elements.
  public var notNumbers, infinities: Int

  /// The names in files, which are those of the first report format.
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
      // Welford's method, which does not suffer from cancellation if the mean is large.
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
