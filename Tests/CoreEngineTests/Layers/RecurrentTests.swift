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

  @Test("the gradient through time is the product of the steps' Jacobians", arguments: 0..<4)
  func jacobians(_ i: Int) {
    let layer = Self.layers[i]()
    for named in layer.state {
      named.parameter.value = named.parameter.value.converted(to: .float64)
    }
    if layer.kind == .lstm { return }  // its state has two parts; see the gradient checks
    let x = Random(seed: 3).normal([5, 1, 3], dtype: .float64)
    let h0 = Random(seed: 4).uniform([1, 4], in: 0.1..<0.5, dtype: .float64)
    var product = Tensor.identity(4, dtype: .float64)
    var h = h0
    for t in 0..<5 {
      let j = jacobian(at: h) { layer.step(x[t], from: RecurrentState(hidden: $0)).hidden }
      product = matmul(j.reshaped(4, 4), product)
      h = layer.step(x[t], from: RecurrentState(hidden: h)).hidden
    }
    let whole = jacobian(at: h0) { layer.run(x, from: [RecurrentState(hidden: $0)]).output[4] }
    #expect(distance(whole.reshaped(4, 4), product) < 1e-12)
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
