/// The greatest difference between a derivative and central differences.
public struct GradientReport: Sendable, CustomStringConvertible {
  /// The worst element's input (by position among the points) and its index in that input.
  public let input: Int
  /// The index of the worst element in that input.
  public let index: [Int]
  /// The derivative there, as differentiated and as measured.
  public let automatic, numerical: Double
  /// `|automatic - numerical| / max(1, |automatic|, |numerical|)` at the worst element.
  public let error: Double
  /// The number of elements compared.
  public let count: Int

  /// Whether the worst error is at most `tolerance`.
  public func passes(tolerance: Double = 1e-6) -> Bool { error <= tolerance }

  public var description: String {
    "worst of \(count): element \(index) of input \(input): automatic \(automatic), "
      + "numerical \(numerical), error \(Tensor.text(error))"
  }
}

/// Compares the gradient of a function with central differences in float64.
///
/// `(f(x + h) - f(x - h)) / 2h` for every element; a result that is not a scalar is first
/// multiplied by fixed numbers and summed.
/// - Parameters:
///   - function: of one tensor.
///   - x: the point; converted to float64.
///   - step: h, scaled by the size of the element. 1e-5 gives an error near 1e-10 for smooth
///     functions of size 1.
/// - Returns: the worst element.
/// - Complexity: two runs of the function for each element.
public func checkGradient(
  of function: (Tensor) -> Tensor, at x: Tensor, step: Double = 1e-5
) -> GradientReport {
  checkGradient(of: { function($0[0]) }, at: [x], step: step)
}

/// Compares the gradients of a function of several tensors with central differences in float64.
///
/// - Parameters:
///   - function: of as many tensors, with a result of any shape; it must take float64.
///   - points: converted to float64.
///   - step: h, scaled by the size of the element.
/// - Returns: the worst element of all points.
/// - Complexity: two runs of the function for each element of each point.
public func checkGradient(
  of function: ([Tensor]) -> Tensor, at points: [Tensor], step: Double = 1e-5
) -> GradientReport {
  let points = points.map { $0.detached.converted(to: .float64) }
  // Weights without a pattern, so that errors of opposite sign cannot cancel.
  func weighted(_ inputs: [Tensor]) -> Tensor {
    let y = function(inputs)
    let weights = Random(seed: 7).uniform(y.shape, in: 0.5..<1.5, dtype: .float64)
    return (y * weights).sum()
  }
  let automatic = gradient(at: points, of: weighted)
  var worst = GradientReport(
    input: 0, index: [], automatic: 0, numerical: 0, error: 0,
    count: points.reduce(0) { $0 + $1.count })
  for (input, point) in points.enumerated() {
    let slopes = automatic[input].values
    var values = point.values
    for i in 0..<point.count {
      let original = values[i]
      let h = step * Swift.max(1, Swift.abs(original))
      func shifted(by amount: Double) -> Double {
        values[i] = original + amount
        defer { values[i] = original }
        var inputs = points
        inputs[input] = Tensor(values, shape: point.shape, dtype: .float64)
        return withoutGradient { weighted(inputs).item }
      }
      let numerical = (shifted(by: h) - shifted(by: -h)) / (2 * h)
      let size = Swift.max(1, Swift.abs(slopes[i]), Swift.abs(numerical))
      let error = Swift.abs(slopes[i] - numerical) / size
      if !(error <= worst.error) {
        var index: [Int] = []
        var rest = i
        for stride in rowMajorStrides(point.shape) {
          index.append(rest / stride)
          rest %= stride
        }
        worst = GradientReport(
          input: input, index: index, automatic: slopes[i], numerical: numerical, error: error,
          count: worst.count)
      }
    }
  }
  return worst
}
