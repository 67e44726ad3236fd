import CoreEngine
import Testing

@Suite struct CustomOperationTests {
  @Test("a derivative written by hand is used, and can be compared with the automatic one")
  func square() {
    let square = differentiable({ x in x * x }, adjoint: { upstream, x, _ in upstream * x * 2 })
    let x = Tensor([1, -2, 3], dtype: .float64)
    #expect(gradient(at: x) { square($0).sum() } == gradient(at: x) { ($0 * $0).sum() })
    #expect(checkGradient(of: square, at: x).passes())
    let second = gradient(at: x) { gradient(at: $0) { square($0).sum() }.sum() }
    #expect(second.values == [2, 2, 2])
  }

  @Test("a wrong derivative is found")
  func wrong() {
    let wrong = differentiable({ $0.exp() }, adjoint: { upstream, x, _ in upstream * x })
    let report = checkGradient(of: wrong, at: Tensor([0.5, 1]))
    #expect(!report.passes() && report.count == 2)
  }
}
