import CoreEngine

/// The greatest error of gradients against central differences, over a network with all that the core
/// offers: convolution, activation, pooling, matrix product, a recurrent layer, slices, a loss.
@_expose(wasm, "worstError") @_cdecl("worstError")
public func worstError() -> Double {
  let random = Random(seed: 1)
  func normal(_ shape: [Int]) -> Tensor { random.normal(shape, dtype: .float64) }
  let images = checkGradient(
    of: { v in
      let hidden = v[0].conv2d(v[1], padding: 1).tanh().maxPool2d(2).flattened(from: 1)
      return crossEntropy(matmul(hidden, v[2]), Tensor([0, 2], dtype: .float64))
    }, at: [normal([2, 1, 6, 6]), normal([3, 1, 3, 3]), normal([27, 4])])
  let sequences = checkGradient(
    of: { v in
      let weights = RecurrentWeights(
        inputWeight: v[1], hiddenWeight: v[2], inputBias: v[3], hiddenBias: v[4])
      return v[0].recurrent(.lstm, weights).output[1..., 0].squared()
    }, at: [normal([3, 2, 2]), normal([12, 2]), normal([12, 3]), normal([12]), normal([12])])
  return max(images.error, sequences.error)
}

/// A second derivative, of x³ at 2: 12.
@_expose(wasm, "secondDerivative") @_cdecl("secondDerivative")
public func secondDerivative() -> Double {
  gradient(at: Tensor(2, dtype: .float64)) { x in gradient(at: x) { $0 * $0 * $0 } }.item
}
