import CoreEngine
import Testing

@Suite struct ConversionTests {
  @Test("a conversion rounds to the nearest and back, and its gradient is a conversion too")
  func conversion() {
    let x = Tensor([0.1, 1, -3.5, 1e-60], dtype: .float64)
    let y = x.converted(to: .float32)
    #expect(y.dtype == .float32 && y.values == x.values.map { Double(Float($0)) })
    #expect(y.converted(to: .float64).values == y.values)
    let weights = Tensor([2, -1, 0.25, 3])
    let slope = gradient(at: x) { ($0.converted(to: .float32) * weights).sum() }
    #expect(slope.dtype == .float64 && slope.values == weights.values)
    // Through the other type and back: the second derivative of (x²)² / 2 is 6 x².
    let second = gradient(at: Tensor([3], dtype: .float64)) { x in
      gradient(at: x) {
        $0.converted(to: .float32).squared().converted(to: .float64).squared().sum() * 0.5
      }.sum()
    }
    #expect(second.values == [54])
  }
}
