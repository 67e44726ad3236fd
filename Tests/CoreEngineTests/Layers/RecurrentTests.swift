import CoreEngine
import Testing

@Suite struct RecurrentTests {
  static let layers: [@Sendable () -> Recurrent] = [
    { RNN(3, 4, random: Random(seed: 1)) },
    { RNN(3, 4, nonlinearity: .relu, random: Random(seed: 1)) },
    { LSTM(3, 4, random: Random(seed: 1)) }, { GRU(3, 4, random: Random(seed: 1)) },
  ]

  @Test("the whole sequence is the steps one after the other", arguments: 0..<4)
  func steps(_ i: Int) {
    let layer = Self.layers[i]()
    let x = Random(seed: 2).normal([6, 2, 3])
    let (output, states) = layer.run(x)
    var state: RecurrentState?
    for t in 0..<6 {
      state = layer.step(x[t], from: state)
      #expect(distance(state!.hidden, output[t]) < 1e-6)
    }
    if let cell = states[0].cell { #expect(distance(cell, state!.cell!) < 1e-6) }
  }

  /// A state to begin with, of the layer's own parts.
  private func start(_ layer: Recurrent, batch: Int, seed: UInt64) -> RecurrentState {
    let random = Random(seed: seed)
    func part() -> Tensor {
      random.uniform([batch, layer.hidden], in: 0.1..<0.5, dtype: .float64)
    }
    return RecurrentState(hidden: part(), cell: layer.kind == .lstm ? part() : nil)
  }

  @Test(
    "the gradient through time is the product of the steps' Jacobians, LSTM's cell included",
    arguments: 0..<4, 11...13)
  func jacobians(_ i: Int, _ seed: Int) {
    let layer = Self.layers[i]()
    layer.convert(to: .float64)
    let x = Random(seed: UInt64(seed)).normal([5, 1, 3], dtype: .float64)
    let first = start(layer, batch: 1, seed: UInt64(seed + 100))
    let n = layer.kind == .lstm ? 8 : 4
    var product = Tensor.identity(n, dtype: .float64)
    var state = first
    for t in 0..<5 {
      // The step differentiated by hand must be what stepJacobian says.
      let j = jacobian(at: state.joined) {
        layer.step(x[t], from: RecurrentState(joined: $0, of: layer.kind)).joined
      }.reshaped(n, n)
      #expect(j == layer.stepJacobian(x[t], from: state)[0])
      product = matmul(j, product)
      state = layer.step(x[t], from: state)
    }
    let whole = jacobian(at: first.joined) {
      layer.run(x, from: [RecurrentState(joined: $0, of: layer.kind)]).states[0].joined
    }
    let gap = distance(whole.reshaped(n, n), product)
    print("Jacobians of \(layer), seed \(seed): product off by \(gap)")
    #expect(gap < 1e-12)
    // And what a loss sends back through time is the transposed product.
    let upstream = Random(seed: UInt64(seed + 200)).normal([1, n], dtype: .float64)
    let sent = gradient(at: first.joined) {
      let end = layer.run(x, from: [RecurrentState(joined: $0, of: layer.kind)]).states[0]
      return (end.joined * upstream).sum()
    }
    #expect(distance(sent, matmul(upstream, product)) < 1e-12)
  }

  @Test("a step's Jacobian stands for every row of a batch, from zeros too", arguments: 0..<4)
  func batchOfJacobians(_ i: Int) {
    let layer = Self.layers[i]()
    layer.convert(to: .float64)
    let x = Random(seed: 21).normal([3, 3], dtype: .float64)
    let state = start(layer, batch: 3, seed: 22)
    let all = layer.stepJacobian(x, from: state)
    let n = layer.kind == .lstm ? 8 : 4
    #expect(all.shape == [3, n, n])
    for row in 0..<3 {
      let one = RecurrentState(joined: state.joined[row..<row + 1], of: layer.kind)
      #expect(distance(all[row], layer.stepJacobian(x[row..<row + 1], from: one)[0]) < 1e-14)
    }
    let zero = RecurrentState(joined: .zeros([3, n], dtype: .float64), of: layer.kind)
    #expect(layer.stepJacobian(x) == layer.stepJacobian(x, from: zero))
  }

  @Test("a detached state truncates back-propagation")
  func truncation() {
    let layer = LSTM(3, 4, random: Random(seed: 5))
    let x = Random(seed: 6).normal([4, 2, 3])
    let whole = gradient(at: x) { x in
      let first = layer.run(x[0..<2])
      return layer.run(x[2...], from: first.states).output.sum()
    }
    let truncated = gradient(at: x) { x in
      let first = layer.run(x[0..<2])
      return layer.run(x[2...], from: first.states.map(\.detached)).output.sum()
    }
    #expect(whole[0].abs().max().item > 0)
    #expect(truncated[0].abs().max().item == 0)
    #expect(distance(whole[2...], truncated[2...]) < 1e-6)
  }

  @Test("stacked layers in both directions have PyTorch's names and shapes")
  func stacked() {
    let layer = GRU(3, 4, depth: 2, bidirectional: true)
    #expect(layer.parameters.count == 16)
    #expect(
      layer.parameters[4].name == "gru.weight_ih_l0_reverse"
        || layer.parameters[4].name == "weight_ih_l0_reverse")
    #expect(layer.weights(layer: 1).inputWeight.shape == [12, 8])
    let (output, states) = layer.run(.normal([5, 2, 3]))
    #expect(output.shape == [5, 2, 8] && states.count == 4)
    // The reverse direction's last state is at the first step.
    #expect(distance(output[0, 0..., 4..<8], states[3].hidden) < 1e-6)
  }
}
