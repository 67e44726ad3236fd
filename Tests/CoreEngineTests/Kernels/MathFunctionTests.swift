import CoreEngine
import Foundation
import Testing

/// The float32 functions against double precision over their whole range, in units in the last
/// place.
@Suite struct MathFunctionTests {
  private func worst(
    _ range: ClosedRange<Double>, _ function: (Tensor) -> Tensor, _ exact: (Double) -> Double
  ) -> Double {
    let x = Tensor.linear(from: range.lowerBound, to: range.upperBound, count: 200_003)
    return zip(x.values, function(x).values).map { x, y -> Double in
      let truth = exact(x)
      let unit = Double(Float(truth).ulp)
      return abs(y - truth) / unit
    }.max()!
  }

  @Test("exp, log, tanh and sigmoid are as exact as they say")
  func accuracy() {
    #expect(worst(-87...88.7, { $0.exp() }, Foundation.exp) <= 1.1)
    #expect(worst(1e-6...1e-3, { $0.log() }, Foundation.log) <= 1)
    #expect(worst(0.001...1000, { $0.log() }, Foundation.log) <= 1)
    #expect(worst(-12...12, { $0.tanh() }, Foundation.tanh) <= 2)
    #expect(worst(-80...80, { $0.sigmoid() }, { 1 / (1 + Foundation.exp(-$0)) }) <= 2.5)
  }

  @Test("NaN and infinity go through as IEEE says")
  func special() {
    let x = Tensor([.nan, .infinity, -.infinity, 0])
    func same(_ y: Tensor, _ expected: [Double]) -> Bool {
      zip(y.values, expected).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }
    #expect(same(x.exp(), [.nan, .infinity, 0, 1]))
    #expect(same(x.log(), [.nan, .infinity, .nan, -.infinity]))
    #expect(same(x.tanh(), [.nan, 1, -1, 0]))
    #expect(same(x.sigmoid(), [.nan, 1, 0, 0.5]))
    #expect(same(x.relu(), [.nan, .infinity, 0, 0]))
    #expect(same(maximum(x, Tensor(1)), [.nan, .infinity, 1, 1]))
    #expect(same(x.softplus(), [.nan, .infinity, 0, 0.6931471824645996]))
    #expect(x.max().item.isNaN && x.sum().item.isNaN && x.mean().item.isNaN)
    #expect(x.argmax().item == 0)
  }
}
