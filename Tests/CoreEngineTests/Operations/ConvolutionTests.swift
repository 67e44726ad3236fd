import CoreEngine
import Testing

@Suite struct ConvolutionTests {
  /// The definition as seven loops.
  private func definition(
    _ x: Tensor, _ w: Tensor, _ b: Tensor, stride s: Int, padding p: Int, dilation d: Int,
    groups: Int
  ) -> Tensor {
    let (n, c, h, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let (k, kh, kw) = (w.shape[0], w.shape[2], w.shape[3])
    let oh = (h + 2 * p - d * (kh - 1) - 1) / s + 1
    let ow = (width + 2 * p - d * (kw - 1) - 1) / s + 1
    let (xs, ws, bs) = (x.values, w.values, b.values)
    var out = [Double](repeating: 0, count: n * k * oh * ow)
    let perGroup = c / groups
    for i in 0..<n {
      for o in 0..<k {
        for y in 0..<oh {
          for z in 0..<ow {
            var sum = bs[o]
            for q in 0..<perGroup {
              let channel = o / (k / groups) * perGroup + q
              for u in 0..<kh {
                for v in 0..<kw {
                  let (row, column) = (y * s + u * d - p, z * s + v * d - p)
                  guard row >= 0, row < h, column >= 0, column < width else { continue }
                  sum +=
                    xs[((i * c + channel) * h + row) * width + column]
                    * ws[((o * perGroup + q) * kh + u) * kw + v]
                }
              }
            }
            out[((i * k + o) * oh + y) * ow + z] = sum
          }
        }
      }
    }
    return Tensor(out, shape: [n, k, oh, ow], dtype: x.dtype)
  }

  @Test("conv2d is its definition over random shapes and options", arguments: 0..<60)
  func definition(seed: Int) {
    let random = Random(seed: UInt64(seed))
    func pick(_ range: Range<Int>) -> Int { random.integer(in: range) }
    let groups = [1, 1, 1, 2, 3][pick(0..<5)]
    let (stride, dilation, padding) = (pick(1..<4), pick(1..<3), pick(0..<4))
    let (kh, kw) = (pick(1..<6), pick(1..<6))
    let x = random.normal(
      [pick(1..<7), groups * pick(1..<5), pick(10..<22), pick(10..<22)], dtype: .float64)
    let w = random.normal([groups * pick(1..<10), x.shape[1] / groups, kh, kw], dtype: .float64)
    let b = random.normal([w.shape[0]], dtype: .float64)
    let y = definition(
      x, w, b, stride: stride, padding: padding, dilation: dilation, groups: groups)
    let z = x.conv2d(
      w, bias: b, stride: stride, padding: padding, dilation: dilation, groups: groups)
    #expect(z.shape == y.shape && distance(y, z) < 1e-10, "seed \(seed)")
    let single = x.converted(to: .float32).conv2d(
      w.converted(to: .float32), bias: b.converted(to: .float32), stride: stride,
      padding: padding, dilation: dilation, groups: groups)
    #expect(distance(single.converted(to: .float64), y) < 1e-3, "seed \(seed)")
    // The adjoints: <conv(x, w), u> = <x, dx> = <w, dw> for a convolution without bias.
    let u = random.normal(y.shape, dtype: .float64)
    let (dx, dw) = gradient(at: x, w) { x, w in
      (x.conv2d(w, stride: stride, padding: padding, dilation: dilation, groups: groups) * u).sum()
    }
    let value =
      (definition(
        x, w, b * 0, stride: stride, padding: padding, dilation: dilation, groups: groups) * u)
      .sum()
    #expect(abs((x * dx).sum().item - value.item) < 1e-8 * max(1, abs(value.item)), "seed \(seed)")
    #expect(abs((w * dw).sum().item - value.item) < 1e-8 * max(1, abs(value.item)), "seed \(seed)")
  }

  @Test("convolution commutes with shifts away from the border")
  func shifts() {
    let x = Tensor.uniform([1, 2, 16, 16], random: Random(seed: 1)).padded(6)
    let w = Tensor.normal([3, 2, 5, 5], random: Random(seed: 2))
    for (dx, dy) in [(1, 0), (0, 1), (-2, 3)] {
      let first = x.shifted(dx: dx, dy: dy).conv2d(w, padding: 2)
      let second = x.conv2d(w, padding: 2).shifted(dx: dx, dy: dy)
      #expect(distance(first, second) < 1e-6)
    }
  }

  @Test("convolution is linear in the image and in the filter")
  func linearity() {
    let random = Random(seed: 4)
    let (x, y) = (random.normal([2, 3, 9, 9]), random.normal([2, 3, 9, 9]))
    let (v, w) = (random.normal([4, 3, 3, 3]), random.normal([4, 3, 3, 3]))
    #expect(distance((x * 2 + y).conv2d(w), x.conv2d(w) * 2 + y.conv2d(w)) < 1e-4)
    #expect(distance(x.conv2d(v - w), x.conv2d(v) - x.conv2d(w)) < 1e-4)
  }

  @Test("the true convolution is the correlation with a turned filter, and commutes")
  func flip() {
    let random = Random(seed: 5)
    let (a, b) = (
      random.normal([1, 1, 5, 5], dtype: .float64), random.normal([1, 1, 5, 5], dtype: .float64)
    )
    #expect(a.trueConv2d(b, padding: 4) == a.conv2d(b.flipped(axes: [2, 3]), padding: 4))
    #expect(distance(a.trueConv2d(b, padding: 4), b.trueConv2d(a, padding: 4)) < 1e-12)
  }

  @Test("a locally connected layer with equal filters is a convolution")
  func sharing() {
    let random = Random(seed: 6)
    let x = random.normal([2, 3, 6, 7], dtype: .float64)
    let w = random.normal([4, 3, 3, 3], dtype: .float64)
    let unshared = Tensor.stack(
      [Tensor](repeating: w.reshaped(4, 27), count: 4 * 5))
    #expect(distance(x.locallyConnected2d(unshared, kernel: 3), x.conv2d(w)) < 1e-12)
  }

  @Test("max-pooling of an image shifted by the stride is the pooled image shifted by one")
  func pooledShift() {
    let x = Tensor.uniform([1, 1, 12, 12], random: Random(seed: 7)).padded(4)
    #expect(x.shifted(dx: 2).maxPool2d(2) == x.maxPool2d(2).shifted(dx: 1))
  }

  @Test("max-pooling loses no NaN and sends no gradient past one")
  func notANumber() {
    var x = Tensor.uniform([1, 1, 4, 20], random: Random(seed: 8))
    x[0, 0, 1, 3] = Tensor(.nan)
    let y = x.maxPool2d(2)
    #expect(y[0, 0, 0, 1].item.isNaN)
    #expect(y.values.count { $0.isNaN } == 1)
    #expect(x.maxPool2d(3, stride: 1).values.count { $0.isNaN } == 6)
    #expect(gradient(at: x) { $0.maxPool2d(2).sum() }[0, 0, 1, 3].item == 1)
  }
}
