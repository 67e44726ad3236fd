import Foundation

/// What a sample of numbers says about the distribution it came from.
struct SampleStatistics {
  let values: [Double]
  let mean, variance: Double

  init(_ values: [Double]) {
    self.values = values
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    self.mean = mean
    variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
  }

  /// The greatest distance between the sample's distribution function and `cdf`.
  func kolmogorovSmirnov(_ cdf: (Double) -> Double) -> Double {
    let n = Double(values.count)
    return values.sorted().enumerated().map { i, x in
      max(abs(cdf(x) - Double(i) / n), abs(cdf(x) - Double(i + 1) / n))
    }.max()!
  }
}

/// A distribution that an initialiser states.
enum StatedDistribution {
  /// Uniform in ±bound.
  case uniform(bound: Double)
  /// Normal around 0.
  case normal(deviation: Double)

  var variance: Double {
    switch self {
    case .uniform(let bound): bound * bound / 3
    case .normal(let deviation): deviation * deviation
    }
  }

  /// The variance of the sample variance, times n: `μ4 - σ⁴`.
  var spreadOfVariance: Double {
    switch self {
    case .uniform(let bound): (1.0 / 5 - 1.0 / 9) * pow(bound, 4)
    case .normal(let deviation): 2 * pow(deviation, 4)
    }
  }

  func cdf(_ x: Double) -> Double {
    switch self {
    case .uniform(let bound): min(1, max(0, (x / bound + 1) / 2))
    case .normal(let deviation): 0.5 * erfc(-x / deviation / 2.0.squareRoot())
    }
  }
}
