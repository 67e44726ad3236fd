import CoreEngine
import Testing

/// A convolution is linear in its input and in its filter, so its gradients are the adjoints:
/// ⟨dy, x ∗ w⟩ = ⟨dx, x⟩ = ⟨dw, w⟩, whichever kernels computed them.
@Suite struct ConvolutionAdjointTests {
  /// Batch, inputs, height, width, outputs, kernel, padding: kernels that are large against the image,
  /// rows of one vector and of several, one and several blocks of channels, each kind of tile.
  static let shapes: [[Int]] = [
    [4, 6, 14, 14, 16, 5, 0], [2, 6, 9, 20, 8, 7, 0], [3, 12, 10, 40, 5, 5, 1],
    [2, 4, 7, 7, 3, 7, 0],
    [1, 5, 6, 13, 7, 6, 5], [5, 16, 8, 8, 32, 3, 1], [2, 32, 15, 12, 16, 3, 0],
    [3, 1, 28, 28, 8, 3, 1],
    [2, 8, 14, 14, 16, 3, 1], [2, 3, 32, 32, 32, 5, 2], [2, 5, 9, 66, 48, 3, 0],
    [7, 48, 5, 9, 64, 3, 1],
  ]

  @Test("gradients in the input and in the filter are the adjoints", arguments: shapes)
  func adjoint(shape s: [Int]) {
    let random = Random(seed: UInt64(s.reduce(3) { $0 &* 31 &+ $1 }))
    for dtype in [DType.float32, .float64] {
      let x = random.normal([s[0], s[1], s[2], s[3]], dtype: dtype)
      let w = random.normal([s[4], s[1], s[5], s[5]], dtype: dtype)
      let y = x.conv2d(w, padding: s[6])
      let dy = random.normal(y.shape, dtype: dtype)
      let back = pullback(at: [x, w]) { $0[0].conv2d($0[1], padding: s[6]) }(dy)
      func product(_ a: Tensor, _ b: Tensor) -> Double {
        zip(a.values, b.values).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let expected = product(y, dy)
      // The sum of the magnitudes would be an upper bound; its square root is what random signs leave.
      let scale = (product(y, y) * product(dy, dy)).squareRoot()
      let tolerance = (dtype == .float32 ? 1e-6 : 1e-14) * scale
      #expect(abs(product(back[0], x) - expected) < tolerance, "\(s) \(dtype) input")
      #expect(abs(product(back[1], w) - expected) < tolerance, "\(s) \(dtype) filter")
    }
  }
}
