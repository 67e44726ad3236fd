import CoreEngine
import Foundation
import Testing

/// Every operation's gradient, and the gradient of its gradient, against central differences in
/// float64, at shapes, options and points drawn at random.
///
/// Where a function bends strongly the differences themselves are off: then a smaller and a larger
/// step are tried too. A wrong gradient agrees with none of them.
///
/// The environment variable `GRADIENT_SEEDS` asks for another number of draws, in a campaign for
/// instance: `GRADIENT_SEEDS=500 swift test -c release --filter GradientCheckTests`.
@Suite struct GradientCheckTests {
  private static let wanted =
    ProcessInfo.processInfo.environment["GRADIENT_SEEDS"].flatMap { UInt64($0) }

  /// Checks one case for the seeds 1, 2 … and prints them with the worst error.
  private func check(
    _ c: GradientCase, seeds: UInt64, tolerance: Double, _ order: String,
    of function: ([Tensor], @escaping ([Tensor]) -> Tensor, Double) -> GradientReport
  ) {
    let seeds = 1...(Self.wanted ?? seeds)
    var (worst, place) = (0.0, "")
    for seed in seeds {
      let draw = Draw(seed: seed)
      let operation = c.draw(draw)
      var report = function(draw.inputs, operation, 1e-5)
      for step in [1e-6, 1e-4] where !report.passes(tolerance: tolerance) {
        report = function(draw.inputs, operation, step)
      }
      #expect(
        report.passes(tolerance: tolerance),
        "\(order) gradient of \(c.name), seed \(seed): \(draw.note): \(report)")
      if seed == 1 || !(report.error <= worst) {
        (worst, place) = (report.error, "\(seed): \(draw.note)")
      }
    }
    print("\(order) gradient of \(c.name): seeds \(seeds), worst error \(worst) at seed \(place)")
  }

  @Test("first derivatives agree with differences to 1e-7", arguments: GradientCase.all)
  func first(_ c: GradientCase) {
    check(c, seeds: 20, tolerance: 1e-7, "first") {
      checkGradient(of: $1, at: $0, step: $2)
    }
  }

  @Test("second derivatives agree with differences to 1e-6", arguments: GradientCase.all)
  func second(_ c: GradientCase) {
    check(c, seeds: 6, tolerance: 1e-6, "second") { points, function, step in
      checkGradient(
        of: { inputs in
          let parts = gradient(at: inputs) { function($0).sin().sum() }
          return .concatenate(parts.map { $0.flattened() })
        }, at: points, step: step)
    }
  }
}
