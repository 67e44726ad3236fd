/// Maps numbers to 65,536 evenly spaced levels, from the minimum to the maximum of a run of
/// numbers.
struct Quantizer {
  let low: Float
  let high: Float
  private let count = 65535.0

  init(low: Float, high: Float) {
    (self.low, self.high) = (low, high)
  }

  /// The levels for `values`; they are NaN if one of the values is not finite.
  init(_ values: [Float]) {
    var (low, high) = (values.first ?? 0, values.first ?? 0)
    for value in values {
      guard value.isFinite else {
        self.init(low: .nan, high: .nan)
        return
      }
      low = min(low, value)
      high = max(high, value)
    }
    // A negative zero would be a level without an index.
    self.init(low: low + 0, high: high + 0)
  }

  var isFinite: Bool { low.isFinite }

  /// The level nearest to `value`.
  func index(_ value: Float) -> UInt16 {
    guard high > low else { return 0 }
    let part = (Double(value) - Double(low)) / (Double(high) - Double(low))
    return UInt16(min(max((part * count).rounded(), 0), count))
  }

  /// The number at level `index`.
  func value(_ index: UInt16) -> Float {
    Float(Double(low) + (Double(high) - Double(low)) * Double(index) / count)
  }

  /// Whether every value is a multiple of 1/255 in 0…1, as the pixels of most images are.
  static func areBytes(_ values: [Float]) -> Bool {
    values.allSatisfy { value in
      value >= 0 && value <= 1
        && (Float(UInt8((value * 255).rounded())) / 255).bitPattern == value.bitPattern
    }
  }
}
