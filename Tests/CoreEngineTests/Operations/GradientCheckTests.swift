import CoreEngine
import Testing

/// Every operation's gradient against central differences in float64, over random shapes; and the
/// gradient of its gradient.
@Suite struct GradientCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let shapes: @Sendable (Random) -> [[Int]]
    let range: Range<Double>
    let function: @Sendable ([Tensor]) -> Tensor
    var testDescription: String { name }

    init(
      _ name: String, _ range: Range<Double> = -2..<2,
      _ shapes: @escaping @Sendable (Random) -> [[Int]] = { random in
        [[1 + random.integer(in: 0..<4), 1 + random.integer(in: 0..<5)]]
      }, _ function: @escaping @Sendable ([Tensor]) -> Tensor
    ) {
      self.name = name
      self.range = range
      self.shapes = shapes
      self.function = function
    }

    init(
      _ name: String, _ shapes: @escaping @Sendable (Random) -> [[Int]],
      _ function: @escaping @Sendable ([Tensor]) -> Tensor
    ) {
      self.init(name, -2..<2, shapes, function)
    }
  }

  static let pair: @Sendable (Random) -> [[Int]] = { random in
    let (m, n) = (2 + random.integer(in: 0..<3), 1 + random.integer(in: 0..<4))
    return [[m, 1, n], [3, 1]]
  }
  static let image: @Sendable (Random) -> [[Int]] = { random in
    [[2, 2, 6 + random.integer(in: 0..<3), 6 + random.integer(in: 0..<3)]]
  }

  static let wide: @Sendable (Random) -> [[Int]] = { random in
    [[3, 1 + random.integer(in: 0..<5)]]
  }
  /// Shapes made of a few random lengths: `d(2, 5)` is 2, 3, 4 or 5.
  static func random(
    _ make: @escaping @Sendable (_ d: (Int, Int) -> Int) -> [[Int]]
  ) -> @Sendable (Random) -> [[Int]] {
    { random in make { low, high in random.integer(in: low..<high + 1) } }
  }
  static func fixed(_ shapes: [[Int]]) -> @Sendable (Random) -> [[Int]] { { _ in shapes } }

  static let cases: [Case] = [
    Case("add", pair) { $0[0] + $0[1] },
    Case("subtract", pair) { $0[0] - $0[1] },
    Case("multiply", pair) { $0[0] * $0[1] },
    Case("divide", 0.5..<2, pair) { $0[0] / $0[1] },
    Case("scalars") { 2 - 3 * $0[0] / 4 + 1 },
    Case("negate") { -$0[0] },
    Case("exp") { $0[0].exp() },
    Case("log", 0.5..<3) { $0[0].log() },
    Case("sqrt", 0.5..<3) { $0[0].sqrt() },
    Case("squared") { $0[0].squared() },
    Case("abs", 0.1..<2) { $0[0].abs() },
    Case("sin") { $0[0].sin() },
    Case("cos") { $0[0].cos() },
    Case("pow", 0.5..<2) { $0[0].pow(2.5) },
    Case("pow of tensors", 0.5..<2, pair) { $0[0].pow($0[1]) },
    Case("clamped", 0.1..<0.9) { $0[0].clamped(0, 1) },
    Case("relu", 0.1..<2) { $0[0].relu() },
    Case("leakyReLU", -2 ..< -0.1) { $0[0].leakyReLU(slope: 0.2) },
    Case("sigmoid") { $0[0].sigmoid() },
    Case("tanh") { $0[0].tanh() },
    Case("gelu") { $0[0].gelu() },
    Case("softplus") { $0[0].softplus() },
    Case("softmax") { $0[0].softmax() },
    Case("softmax along axis 0") { $0[0].softmax(axis: 0) },
    Case("logSoftmax") { $0[0].logSoftmax() },
    Case("logSumExp") { $0[0].logSumExp() },
    Case("sum along an axis") { $0[0].sum(axis: 0) },
    Case("mean") { $0[0].mean(axis: -1) },
    Case("variance") { $0[0].variance(axis: 0, correction: 0) },
    Case("max") { $0[0].max(axis: 1) },
    Case("min") { $0[0].min() },
    Case("maximum", pair) { maximum($0[0], $0[1]) },
    Case("minimum", pair) { minimum($0[0], $0[1]) },
    Case("select", pair) { select($0[0].detached .> 0, $0[0], $0[1]) },
    Case("matmul", wide) {
      matmul($0[0], $0[0].transposed())
    },
    Case(
      "matmul of batches",
      random { d in
        let k = d(1, 4)
        return [[d(1, 3), d(1, 4), k], [k, d(1, 3)]]
      }
    ) { matmul($0[0], $0[1]) },
    Case("matmul with a vector", fixed([[2, 3, 4], [4]])) { matmul($0[0], $0[1]) },
    Case(
      "linear",
      random { d in
        let (i, o) = (d(1, 5), d(1, 4))
        return [[d(1, 4), i], [o, i], [o]]
      }
    ) { $0[0].linear($0[1], bias: $0[2]) },
    Case("reshape, permute, flip", fixed([[2, 3, 4]])) {
      $0[0].permuted(2, 0, 1).flipped(axis: 1).reshaped(4, -1)
    },
    Case("slice and replace", fixed([[4, 5], [2, 2]])) { inputs in
      var x = inputs[0]
      x[1..<3, 0..<2] = inputs[1] * 2
      return x[0..., 1..<4] * x[0..., 2...]
    },
    Case("pad, roll, shift", fixed([[2, 3, 4]])) {
      $0[0].padded(1).rolled(by: 2, axis: 1).shifted(dx: 1, dy: -1)
    },
    Case("concatenate and stack", fixed([[2, 3], [4, 3]])) {
      Tensor.concatenate([$0[0], Tensor.stack([$0[1], $0[1]])[1]])
    },
    Case("rows and gather", fixed([[4, 3]])) {
      $0[0].rows(at: [2, 0, 2])
        + $0[0].gather(axis: 0, indices: Tensor([[0, 1, 2], [3, 3, 3], [1, 0, 1]]))
    },
    Case(
      "conv2d",
      random { d in
        let (c, o) = (d(1, 3), d(1, 4))
        return [[d(1, 2), c, d(4, 7), d(4, 7)], [o, c, d(1, 4), d(1, 4)], [o]]
      }
    ) {
      $0[0].conv2d($0[1], bias: $0[2], padding: 1)
    },
    Case(
      "conv2d with stride, dilation and groups",
      random { d in
        let (c, o) = (d(1, 2), 2 * d(1, 3))
        return [[d(1, 2), 2 * c, d(6, 9), d(6, 9)], [o, c, d(1, 3), d(1, 3)], [o]]
      }
    ) {
      $0[0].conv2d(
        $0[1], bias: $0[2], stride: Size(2, 1), padding: Size(1, 2), dilation: 2, groups: 2)
    },
    Case("trueConv2d", fixed([[1, 1, 5, 5], [2, 1, 3, 3]])) { $0[0].trueConv2d($0[1]) },
    Case(
      "conv1d",
      random { d in
        let (c, o) = (d(1, 3), d(1, 3))
        return [[d(1, 2), c, d(5, 10)], [o, c, d(1, 4)], [o]]
      }
    ) {
      $0[0].conv1d($0[1], bias: $0[2], stride: 2, padding: 1)
    },
    Case(
      "convTranspose2d with groups and dilation",
      random { d in
        let (c, o) = (d(1, 2), d(1, 2))
        return [[d(1, 2), 2 * c, d(2, 4), d(2, 4)], [2 * c, o, d(1, 3), d(2, 3)], [2 * o]]
      }
    ) {
      $0[0].convTranspose2d($0[1], bias: $0[2], stride: 2, padding: 0, dilation: 2, groups: 2)
    },
    Case(
      "convTranspose2d",
      random { d in
        let (c, o) = (d(1, 3), d(1, 3))
        return [[d(1, 2), c, d(2, 4), d(2, 4)], [c, o, d(2, 3), d(2, 3)], [o]]
      }
    ) {
      $0[0].convTranspose2d($0[1], bias: $0[2], stride: 2, padding: 1, outputPadding: 1)
    },
    Case("maxPool2d", image) { $0[0].maxPool2d(2) },
    Case("maxPool2d with padding", image) { $0[0].maxPool2d(3, stride: 2, padding: 1) },
    Case("maxPool2d in ceil mode", image) { $0[0].maxPool2d(3, stride: 2, ceilMode: true) },
    Case("avgPool2d in ceil mode", image) {
      $0[0].avgPool2d(2, stride: 3, padding: 1, ceilMode: true)
    },
    Case("strided", image) { $0[0].strided(by: 2, axis: -1, from: 1) },
    Case("gelu by tanh") { $0[0].gelu(approximate: true) },
    Case("avgPool2d", image) { $0[0].avgPool2d(2) },
    Case("avgPool2d with padding", image) {
      $0[0].avgPool2d(3, stride: 2, padding: 1, countPadding: false)
    },
    Case(
      "batchNorm2d",
      random { d in
        let c = d(1, 3)
        return [[d(2, 4), c, d(2, 3), d(1, 3)], [c], [c]]
      }
    ) {
      $0[0].batchNorm2d($0[1], $0[2]).output
    },
    Case(
      "layerNorm",
      random { d in
        let n = d(3, 6)
        return [[d(1, 4), n], [n], [n]]
      }
    ) { $0[0].layerNorm($0[1], $0[2]) },
    Case("locallyConnected2d", fixed([[2, 2, 4, 5], [6, 3, 8], [3, 6]])) {
      $0[0].locallyConnected2d($0[1], bias: $0[2], kernel: 2, stride: Size(1, 2), padding: 0)
    },
    Case("recurrent tanh", recurrent(1)) { runRecurrent(.tanh, $0) },
    Case("recurrent relu", 0.1..<0.6, recurrent(1)) { runRecurrent(.relu, $0) },
    Case("recurrent lstm", recurrent(4)) { runRecurrent(.lstm, $0) },
    Case("recurrent gru", recurrent(3)) { runRecurrent(.gru, $0) },
    Case("crossEntropy", fixed([[3, 4]])) { crossEntropy($0[0], Tensor([0, 3, 1])) },
    Case("crossEntropy with options", fixed([[3, 4]])) {
      crossEntropy(
        $0[0], Tensor([0, 3, 1]), weights: Tensor([0.5, 1, 2, 1.5], dtype: .float64),
        labelSmoothing: 0.2,
        ignoring: 3)
    },
    Case(
      "meanSquaredError",
      random { d in
        let shape = [d(1, 4), d(1, 4)]
        return [shape, shape]
      }
    ) { meanSquaredError($0[0], $0[1]) },
    Case("binaryCrossEntropy", fixed([[5, 1]])) {
      binaryCrossEntropy($0[0], Tensor([[1], [0], [0.5], [1], [0]], dtype: .float64))
    },
  ]

  static func recurrent(_ gates: Int) -> @Sendable (Random) -> [[Int]] {
    random { d in
      let (h, b, i) = (d(1, 4), d(1, 3), d(1, 3))
      return [
        [d(1, 5), b, i], [b, h], [b, h], [gates * h, i], [gates * h, h], [gates * h], [gates * h],
      ]
    }
  }
  static func runRecurrent(_ kind: RecurrentKind, _ inputs: [Tensor]) -> Tensor {
    let weights = RecurrentWeights(
      inputWeight: inputs[3], hiddenWeight: inputs[4], inputBias: inputs[5], hiddenBias: inputs[6])
    let (output, state) = inputs[0].recurrent(
      kind, weights, initial: RecurrentState(hidden: inputs[1], cell: inputs[2]))
    return Tensor.concatenate([output, (state.cell ?? inputs[2]).expanded()])
  }

  private func points(_ c: Case, _ random: Random) -> [Tensor] {
    c.shapes(random).map { random.uniform($0, in: c.range, dtype: .float64) }
  }

  @Test("first derivatives agree with differences to 1e-7", arguments: cases)
  func first(_ c: Case) {
    let seeds = UInt64(1)...3
    var worst = 0.0
    for seed in seeds {
      let report = checkGradient(of: c.function, at: points(c, Random(seed: seed)))
      worst = max(worst, report.error)
      #expect(report.passes(tolerance: 1e-7), "\(c.name), seed \(seed): \(report)")
    }
    print("gradient of \(c.name): seeds \(seeds), worst error \(worst)")
  }

  @Test("second derivatives agree with differences to 1e-6", arguments: cases)
  func second(_ c: Case) {
    let report = checkGradient(
      of: { inputs in
        let parts = gradient(at: inputs) { c.function($0).sin().sum() }
        return Tensor.concatenate(parts.map { $0.flattened() })
      }, at: points(c, Random(seed: 5)))
    #expect(report.passes(tolerance: 1e-6), "\(c.name): \(report)")
  }
}
