import CoreEngine
import Foundation
import Testing

@Suite struct DifferentiationTests {
  @Test("the gradient follows loops and branches as they were executed")
  func controlFlow() {
    let power = { (x: Tensor, n: Int) -> Tensor in
      var y = Tensor(1, dtype: .float64)
      for _ in 0..<n { y = y * x }
      return n > 3 ? y : -y
    }
    let x = Tensor(2, dtype: .float64)
    #expect(gradient(at: x) { power($0, 5) }.item == 80)  // 5 x⁴
    #expect(gradient(at: x) { power($0, 2) }.item == -4)  // -2 x
  }

  @Test("a tensor used twice gets both gradients")
  func fanOut() {
    let (value, gradient) = valueAndGradient(at: Tensor([1, 2, 3])) { x in (x * x + x).sum() }
    #expect(value.item == 20)
    #expect(gradient.values == [3, 5, 7])
  }

  @Test("a point on which the value does not depend gets zeros")
  func independent() {
    let (dx, dy) = gradient(at: Tensor([1, 2]), Tensor([3])) { x, _ in x.sum() }
    #expect(dx.values == [1, 1] && dy.values == [0])
  }

  @Test("derivatives nest: d²/dx² sin(x²) and a gradient of a gradient's norm")
  func secondDerivatives() {
    let x = Tensor(0.7, dtype: .float64)
    let second = gradient(at: x) { x in gradient(at: x) { ($0 * $0).sin() } }
    // 2 cos x² - 4 x² sin x²
    let expected = 2 * Foundation.cos(0.49) - 4 * 0.49 * Foundation.sin(0.49)
    #expect(abs(second.item - expected) < 1e-12)
    let norm = gradient(at: Tensor([1, 2], dtype: .float64)) { x in
      gradient(at: x) { $0.pow(3).sum() }.squared().sum()
    }
    #expect(norm.values == [36, 288])  // d/dx 9x⁴
  }

  @Test("a variable of an outer differentiation is a constant for an inner one")
  func perturbationConfusion() {
    let result = gradient(at: Tensor(3)) { x in
      x * gradient(at: Tensor(5)) { y in x + y }
    }
    #expect(result.item == 1)
  }

  @Test("vjp, jvp and the Jacobian agree with a matrix")
  func products() {
    let matrix = Tensor([[1, 2, 3], [4, 5, 6]], dtype: .float64)
    let x = Tensor([1, -1, 2], dtype: .float64)
    let linear = { (x: Tensor) in matmul(matrix, x) }
    #expect(
      vjp(at: x, of: linear).pullback(Tensor([1, 10], dtype: .float64)).values == [41, 52, 63])
    let forward = jvp(at: x, along: Tensor([1, 0, 1], dtype: .float64), of: linear)
    #expect(forward.value.values == [5, 11] && forward.derivative.values == [4, 10])
    #expect(jacobian(at: x, of: linear) == matrix)
    let curved = jvp(at: x, along: Tensor([1, 1, 1], dtype: .float64)) { ($0 * $0).tanh() }
    let direct = jacobian(at: x) { ($0 * $0).tanh() }.sum(axis: 1)
    #expect(distance(curved.derivative, direct) < 1e-12)
  }

  @Test("the Hessian of a quadratic form is its matrix")
  func hessians() {
    let a = Tensor([[2, 1], [1, 3]], dtype: .float64)
    let h = hessian(at: Tensor([0.3, -0.8], dtype: .float64)) { x in
      (x * matmul(a, x)).sum() * 0.5
    }
    #expect(distance(h, a) < 1e-12)
  }

  @Test("a graph of a hundred thousand steps is pulled back and freed without a deep stack")
  func longChain() {
    let slope = gradient(at: Tensor(1, dtype: .float64)) { x in
      var y = x
      for _ in 0..<100_000 { y = y * 1.00001 }
      return y
    }
    #expect(abs(slope.item - 2.718268237) < 1e-6)
  }

  @Test("nothing is recorded outside a differentiation or without one's variables")
  func noGraph() {
    let x = Tensor([1, 2])
    #expect((x * x).node == nil)
    _ = gradient(at: x) { v in
      #expect((x + 1).node == nil)
      #expect(withoutGradient { v * 2 }.node == nil)
      #expect((v * 2).node != nil)
      return v.sum()
    }
  }

  @Test("the check by differences finds a wrong derivative and says where")
  func check() {
    let x = Tensor([0.5, -1.2, 2], dtype: .float64)
    #expect(checkGradient(of: { $0.sin() }, at: x).passes(tolerance: 1e-9))
    let wrong = checkGradient(of: { $0 * $0.detached }, at: x)
    #expect(!wrong.passes() && wrong.count == 3)
  }
}
