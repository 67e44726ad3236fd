import CoreEngine
import Testing

/// 3x3 convolutions with many channels, which float32 computes by Winograd's minimal filtering and
/// float64, the reference here, directly.
@Suite struct WinogradTests {
  /// Batch, inputs, height, width, outputs, padding: even and odd sizes, partial tiles, partial
  /// blocks of channels, one large image cut into bands, many small ones put together.
  static let shapes: [[Int]] = [
    [3, 16, 14, 14, 32, 1], [1, 24, 9, 11, 20, 0], [5, 17, 7, 8, 33, 2], [9, 16, 6, 6, 16, 1],
    [2, 64, 40, 35, 16, 1], [1, 16, 64, 70, 48, 1], [33, 20, 12, 13, 30, 0], [2, 48, 9, 11, 50, 1],
  ]

  private static func run(_ x: Tensor, _ w: Tensor, _ b: Tensor, _ g: Tensor, _ padding: Int)
    -> [Tensor]
  {
    let back = pullback(at: [x, w, b]) { $0[0].conv2d($0[1], bias: $0[2], padding: padding) }
    return [x.conv2d(w, bias: b, padding: padding)] + back(g)
  }

  @Test("the result and its gradients agree with double precision", arguments: shapes)
  func agreesWithDouble(shape s: [Int]) {
    let random = Random(seed: UInt64(s.reduce(7) { $0 &* 31 &+ $1 }))
    let x = random.normal([s[0], s[1], s[2], s[3]])
    let (w, b) = (random.normal([s[4], s[1], 3, 3]), random.normal([s[4]]))
    let g = random.normal([s[0], s[4], s[2] + 2 * s[5] - 2, s[3] + 2 * s[5] - 2])
    let single = Self.run(x, w, b, g, s[5])
    let double = Self.run(
      x.converted(to: .float64), w.converted(to: .float64), b.converted(to: .float64),
      g.converted(to: .float64), s[5])
    for (a, e) in zip(single, double) {
      let size = e.values.reduce(0) { max($0, abs($1)) }
      #expect(distance(a.converted(to: .float64), e) < 3e-6 * size, "\(s) \(a.shape)")
    }
  }

  @Test(
    "NaN, infinity and numbers near the largest reach the outputs that they reach directly",
    arguments: [Double.nan, .infinity, -.infinity, 3e38, 1e25], [[4, 9], [1, 64]])
  func specialNumbers(value: Double, size s: [Int]) {
    let random = Random(seed: 5)
    var values = random.normal([s[0], 16, s[1], s[1]]).values
    values[(s[0] - 1) * 16 * s[1] * s[1] + 3 * s[1] + 4] = value  // last image, first channel
    let (w, b) = (random.normal([16, 16, 3, 3], deviation: 0.3), random.normal([16]))
    func result(_ dtype: DType) -> [Double] {
      let x = Tensor(values, shape: [s[0], 16, s[1], s[1]], dtype: dtype)
      let y = x.conv2d(w.converted(to: dtype), bias: b.converted(to: dtype), padding: 1)
      let dx = pullback(
        at: [x, w.converted(to: dtype)], of: { $0[0].conv2d($0[1], padding: 1) })(x)
      return y.values + dx[0].values + dx[1].values
    }
    for (index, (a, e)) in zip(result(.float32), result(.float64)).enumerated() {
      if e.isNaN || a.isNaN {
        #expect(e.isNaN && a.isNaN, "\(index): \(a), \(e)")
      } else if abs(e) > 3.4e38 {
        #expect(abs(a) == .infinity && a.sign == e.sign, "\(index): \(a), \(e)")
      } else {
        #expect(abs(a - e) <= 1e-4 * max(abs(e), 10), "\(index): \(a), \(e)")
      }
    }
  }

  @Test("a NaN in the weights reaches its own channel and no other")
  func specialWeight() {
    let random = Random(seed: 6)
    var weights = random.normal([16, 16, 3, 3]).values
    weights[5 * 16 * 9 + 4] = .nan
    let x = random.normal([2, 16, 10, 10])
    let y = x.conv2d(Tensor(weights, shape: [16, 16, 3, 3]), padding: 1)
    for (index, value) in y.values.enumerated() {
      #expect(value.isNaN == (index / 100 % 16 == 5))
    }
  }
}
