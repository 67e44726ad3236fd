import CoreEngine
import Foundation
import Testing

/// NaN and infinity through pooling, convolutions, products, recurrent layers and training: each
/// reaches exactly the results whose definition has it, with every kernel set, in both number
/// types.
@Suite struct SpecialStructureTests {
  static let specials = [Double.nan, .infinity, -.infinity]

  @Test("max pooling keeps a NaN in every window that has it, and its gradient goes there")
  func maxPool() async {
    await #expect(processExitsWith: .success) {
      onEveryKernelSet { level in
        for dtype in [DType.float32, .float64] {
          for (kernel, stride, padding) in [(2, 2, 0), (3, 1, 1), (3, 2, 1), (5, 3, 2)] {
            SpecialStructureTests.pool(dtype, kernel, stride, padding, level)
          }
        }
      }
    }
  }

  private static func pool(
    _ dtype: DType, _ kernel: Int, _ stride: Int, _ padding: Int, _ level: Int
  ) {
    let (height, width) = (9, 19)
    let clean = Random(seed: 3).normal([1, 1, height, width], dtype: dtype)
    let what = "kernel \(kernel), stride \(stride), \(dtype), kernels \(level)"
    for place in 0..<height * width {
      var x = clean
      let (row, column) = (place / width, place % width)
      x[0, 0, row, column] = Tensor(.nan, dtype: dtype)
      let y = x.maxPool2d(kernel, stride: stride, padding: padding)
      let mean = x.avgPool2d(kernel, stride: stride, padding: padding)
      let before = clean.maxPool2d(kernel, stride: stride, padding: padding)
      var windows = 0
      for i in 0..<y.shape[2] {
        for j in 0..<y.shape[3] {
          let (top, left) = (i * stride - padding, j * stride - padding)
          let has = (top..<top + kernel) ~= row && (left..<left + kernel) ~= column
          windows += has ? 1 : 0
          let (found, old) = (y[0, 0, i, j].item, before[0, 0, i, j].item)
          #expect(has ? found.isNaN : found == old, "NaN at \(row), \(column): \(what)")
          #expect(mean[0, 0, i, j].item.isNaN == has, "mean, NaN at \(row), \(column): \(what)")
        }
      }
      let dx = gradient(at: x) { $0.maxPool2d(kernel, stride: stride, padding: padding).sum() }
      #expect(dx[0, 0, row, column].item == Double(windows), "gradient at NaN: \(what)")
    }
    // Windows of nothing but -infinity, padding included.
    let low = Tensor(repeating: -.infinity, shape: [1, 2, 6, 6], dtype: dtype)
    let pooled = low.maxPool2d(kernel, stride: stride, padding: padding)
    #expect(pooled.values.allSatisfy { $0 == -.infinity }, "\(what)")
  }

  @Test("a network that Sequential joins does not lose a NaN either, forwards or backwards")
  func joined() async {
    await #expect(processExitsWith: .success) {
      onEveryKernelSet { level in
        for pool in [MaxPool2D(2), AvgPool2D(2)] as [any Model] {
          for activation in [ReLU(), Tanh(), Sigmoid()] as [any Model] {
            for outputs in [1, 3, 16, 17] {
              let random = Random(seed: 5)
              let conv = Conv2D(2, outputs, kernel: 3, padding: 1, random: random)
              let model = Sequential([conv, activation, pool])
              var x = random.normal([2, 2, 10, 11])
              x[1, 0, 4, 5] = Tensor(.nan)
              let y = model(x)
              let parts = pool(activation(conv(x)))
              #expect(disagreement(y.values, parts.values, 1e-5) == nil, "kernels \(level)")
              #expect(y[0].isFinite && !y[1].isFinite)
              let (loss, gradients) = valueAndGradient(at: model) { $0(x).sum() }
              #expect(loss.item.isNaN)
              // Every filter saw the NaN in a window whose result counts.
              #expect(gradients.values[0][0..., 0].isNaN.min().item == 1, "kernels \(level)")
            }
          }
        }
      }
    }
  }

  /// A convolution by its definition, in double precision, with the gradients for `upstream`.
  private static func definition(
    _ x: Tensor, _ w: Tensor, _ up: Tensor, stride s: Int, padding p: Int
  ) -> (y: [Double], dx: [Double], dw: [Double]) {
    let (xs, ws, us) = (x.shape, w.shape, up.shape)
    let (a, b, g) = (x.values, w.values, up.values)
    var y = [Double](repeating: 0, count: g.count)
    var (dx, dw) = (a.map { _ in 0.0 }, b.map { _ in 0.0 })
    for n in 0..<us[0] {
      for k in 0..<us[1] {
        for i in 0..<us[2] {
          for j in 0..<us[3] {
            let o = ((n * us[1] + k) * us[2] + i) * us[3] + j
            for c in 0..<ws[1] {
              for u in 0..<ws[2] {
                for v in 0..<ws[3] {
                  let (row, column) = (i * s + u - p, j * s + v - p)
                  guard (0..<xs[2]) ~= row, (0..<xs[3]) ~= column else { continue }
                  let at = ((n * xs[1] + c) * xs[2] + row) * xs[3] + column
                  let weight = ((k * ws[1] + c) * ws[2] + u) * ws[3] + v
                  y[o] += a[at] * b[weight]
                  dx[at] += g[o] * b[weight]
                  dw[weight] += g[o] * a[at]
                }
              }
            }
          }
        }
      }
    }
    return (y, dx, dw)
  }

  @Test("a convolution and its gradients have NaN and infinity where the definition has them")
  func convolutions() async {
    await #expect(processExitsWith: .success) {
      onEveryKernelSet { level in
        for seed in UInt64(1)...36 {
          let random = Random(seed: seed)
          func pick(_ low: Int, _ high: Int) -> Int { random.integer(in: low..<high + 1) }
          // The last ones have channels enough for Winograd's form.
          let isWide = seed > 30
          let c = isWide ? 17 : pick(1, 3)
          let k = isWide ? pick(16, 19) : [1, 2, 5, 16, 19][pick(0, 4)]
          let (s, p) = (isWide ? 1 : pick(1, 2), pick(0, 1))
          let dtype: DType = seed % 2 == 0 || isWide ? .float32 : .float64
          let low = isWide ? 8 : 4
          var x = random.normal([pick(1, 2), c, pick(low, 9), pick(low, 9)], dtype: dtype)
          let filter = isWide ? [3, 3] : [pick(1, 3), pick(1, 3)]
          var w = random.normal([k, c] + filter, dtype: dtype)
          let special = Tensor(SpecialStructureTests.specials[pick(0, 2)], dtype: dtype)
          let isInput = seed % 3 > 0
          if isInput {
            x[0, pick(0, c - 1), pick(0, x.shape[2] - 1), pick(0, x.shape[3] - 1)] = special
          } else {
            w[pick(0, k - 1), pick(0, c - 1), w.shape[2] - 1, 0] = special
          }
          // Beside a NaN or infinity in the filter, padding of zeros makes NaN, as 0 * infinity is.
          let padding = isInput ? p : 0
          let (y, pull) = SpecialStructureTests.vjpOfPair(x, w) {
            $0.conv2d($1, stride: s, padding: padding)
          }
          let up = random.normal(y.shape, dtype: dtype)
          let expected = SpecialStructureTests.definition(x, w, up, stride: s, padding: padding)
          let (dx, dw) = pull(up)
          let what =
            "\(x.shape) \(w.shape) /\(s) +\(padding) \(special) in \(isInput ? "x" : "w"), "
            + "seed \(seed), kernels \(level)"
          for (name, a, b) in [
            ("y", y, expected.y), ("dx", dx, expected.dx), ("dw", dw, expected.dw),
          ] {
            let wrong = disagreement(a.values, b, 1e-4)
            #expect(wrong == nil, "\(name) of \(what): \(wrong ?? "")")
          }
        }
      }
    }
  }

  private static func vjpOfPair(
    _ a: Tensor, _ b: Tensor, _ function: (Tensor, Tensor) -> Tensor
  ) -> (Tensor, (Tensor) -> (Tensor, Tensor)) {
    let pull = pullback(at: [a, b]) { function($0[0], $0[1]) }
    return (
      function(a, b),
      { upstream in
        let parts = pull(upstream)
        return (parts[0], parts[1])
      }
    )
  }

  @Test("a matrix product and a dense layer have them in the row and the column they meet")
  func products() async {
    await #expect(processExitsWith: .success) {
      onEveryKernelSet { level in
        for seed in UInt64(1)...24 {
          let random = Random(seed: seed)
          func pick(_ low: Int, _ high: Int) -> Int { random.integer(in: low..<high + 1) }
          let (m, k, n) = (pick(1, 40), pick(1, 40), pick(1, 40))
          let dtype: DType = seed % 2 == 0 ? .float32 : .float64
          var (a, b) = (random.normal([m, k], dtype: dtype), random.normal([k, n], dtype: dtype))
          let special = Tensor(SpecialStructureTests.specials[pick(0, 2)], dtype: dtype)
          let (row, middle, column) = (pick(0, m - 1), pick(0, k - 1), pick(0, n - 1))
          if seed % 3 == 0 { b[middle, column] = special } else { a[row, middle] = special }
          var expected = [Double](repeating: 0, count: m * n)
          let (x, y) = (a.values, b.values)
          for i in 0..<m {
            for j in 0..<n {
              for l in 0..<k { expected[i * n + j] += x[i * k + l] * y[l * n + j] }
            }
          }
          for (name, found) in [("matmul", matmul(a, b)), ("linear", a.linear(b.transposed()))] {
            let wrong = disagreement(found.values, expected, 1e-4)
            #expect(
              wrong == nil,
              "\(name) \(m)x\(k)x\(n), \(special), seed \(seed), kernels \(level): \(wrong ?? "")")
          }
        }
      }
    }
  }

  @Test("a NaN in one sequence stays in that sequence, from its step on", arguments: 0..<4)
  func recurrent(_ kind: Int) async {
    await #expect(processExitsWith: .success) { [kind] in
      onEveryKernelSet { level in
        for (dtype, hidden) in [(DType.float32, 3), (.float32, 17), (.float64, 5)] {
          let random = Random(seed: 8)
          let layer: Recurrent =
            [
              RNN(4, hidden, random: random), RNN(4, hidden, nonlinearity: .relu, random: random),
              LSTM(4, hidden, random: random), GRU(4, hidden, random: random),
            ][kind]
          layer.convert(to: dtype)
          let clean = random.normal([6, 3, 4], dtype: dtype)
          var x = clean
          x[2, 1, 3] = Tensor(.nan, dtype: dtype)
          let (before, after) = (layer(clean), layer(x))
          let what = "\(layer), \(dtype), kernels \(level)"
          for t in 0..<6 {
            for row in 0..<3 {
              let isHit = t >= 2 && row == 1
              #expect(
                isHit ? after[t, row].isNaN.min().item == 1 : after[t, row] == before[t, row],
                "step \(t), row \(row): \(what)")
            }
          }
          // A loss on the sequences that have none is not disturbed in their gradients.
          let dx = gradient(at: x) { layer($0)[0..., 2...].sum() }
          #expect(dx[0..., 2...].isFinite, "\(what)")
          // Its own loss disturbs all weights; biases only through a slope that is NaN, as relu's
          // is not.
          let all = valueAndGradient(at: layer) { $0(x).sum() }
          let hit = kind == 1 ? all.gradient.values[..<2] : all.gradient.values[...]
          #expect(all.value.item.isNaN && hit.allSatisfy { !$0.isFinite }, "\(what)")
        }
      }
    }
  }

  @Test("normalisations keep a NaN in its channel or row")
  func normalisations() {
    for dtype in [DType.float32, .float64] {
      var x = Random(seed: 9).normal([4, 3, 5, 5], dtype: dtype)
      x[1, 2, 3, 4] = Tensor(.nan, dtype: dtype)
      let (one, zero) = (Tensor.ones([3], dtype: dtype), Tensor.zeros([3], dtype: dtype))
      let y = x.batchNorm2d(one, zero).output
      #expect(y[0..., 0..<2].isFinite && y[0..., 2].isNaN.min().item == 1)
      var rows = Random(seed: 9).normal([4, 3], dtype: dtype)
      rows[1, 2] = Tensor(.infinity, dtype: dtype)
      let z = rows.layerNorm(one, zero)
      #expect(z[0].isFinite && z[2...].isFinite && z[1].isNaN.min().item == 1)
    }
  }

  @Test("losses and optimizers let a NaN through, and a class of score -infinity counts nothing")
  func training() {
    let scores = Tensor([[1, 2, -.infinity], [0.5, -1, 0]])
    let labels = Tensor([0, 1])
    let few = crossEntropy(scores[0, 0..<2].expanded(), Tensor([0])).item
    let second = crossEntropy(scores[1...], Tensor([1])).item
    #expect(abs(crossEntropy(scores, labels).item - (few + second) / 2) < 1e-6)
    #expect(gradient(at: scores) { crossEntropy($0, labels) }.isFinite)
    #expect(crossEntropy(scores, Tensor([2, 1])).item == .infinity)
    #expect(crossEntropy(Tensor([[.nan, 0]]), Tensor([1])).item.isNaN)
    #expect(meanSquaredError(Tensor([.nan, 0]), Tensor([0, 0])).item.isNaN)
    let yes = binaryCrossEntropy(
      Tensor([.infinity, -.infinity, .nan]), Tensor([0.5, 0.5, 0.5]), reduction: .none)
    #expect(disagreement(yes.values, [.infinity, .infinity, .nan], 0) == nil)
    let optimizers: [any Optimizer] = [
      SGD(learningRate: 0.1), SGD(learningRate: 0.1, momentum: 0.9, nesterov: true), Adam(),
      AdamW(), RMSProp(), Adam(amsgrad: true), RMSProp(centred: true),
    ]
    for optimizer in optimizers {
      let w = Parameter(Tensor([1, 2, 3]))
      optimizer.update(w, along: Tensor([0.5, .nan, 0]), step: 1)
      let found = w.value.values
      #expect(found[1].isNaN && found[0] < 1 && found[2].isFinite, "\(optimizer)")
    }
  }
}
