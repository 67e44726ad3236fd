import CoreEngine
import Testing

/// How weights begin: every initialiser and every layer's default against the distribution that its
/// documentation states, by mean, variance and Kolmogorov–Smirnov.
///
/// With n weights the mean may be 5 σ/√n off, the variance 5 √((μ4 - σ⁴)/n), and the distribution
/// function 1.95/√n: a right initialiser fails these for one seed in 2 million, 2 million and
/// 1,000.
@Suite struct InitialiserTests {
  private func check(
    _ weights: Tensor, _ stated: StatedDistribution, _ name: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let sample = SampleStatistics(weights.values)
    let n = Double(weights.count)
    let mean = abs(sample.mean) / (stated.variance / n).squareRoot()
    let variance =
      abs(sample.variance - stated.variance)
      / (stated.spreadOfVariance / n).squareRoot()
    let ks = sample.kolmogorovSmirnov(stated.cdf) * n.squareRoot()
    print("\(name): n \(weights.count), mean \(mean) σ, variance \(variance) σ, KS √n \(ks)")
    #expect(mean < 5, "\(name): mean", sourceLocation: location)
    #expect(variance < 5, "\(name): variance", sourceLocation: location)
    #expect(ks < 1.95, "\(name): Kolmogorov–Smirnov", sourceLocation: location)
    if case .uniform(let bound) = stated {
      #expect(
        weights.abs().max().item <= bound * (1 + 1e-6), "\(name): bound",
        sourceLocation: location)
    }
  }

  static let seeds = UInt64(31)...33

  /// Initialisers by name and what they state for a number of inputs and outputs.
  private static let stated:
    [(name: String, initialiser: Initialiser, of: @Sendable (Double, Double) -> StatedDistribution)] =
      [
        ("standard", .standard, { i, _ in .uniform(bound: 1 / i.squareRoot()) }),
        ("kaimingUniform", .kaimingUniform, { i, _ in .uniform(bound: (6 / i).squareRoot()) }),
        ("kaimingNormal", .kaimingNormal, { i, _ in .normal(deviation: (2 / i).squareRoot()) }),
        ("glorotUniform", .glorotUniform, { .uniform(bound: (6 / ($0 + $1)).squareRoot()) }),
        ("glorotNormal", .glorotNormal, { .normal(deviation: (2 / ($0 + $1)).squareRoot()) }),
      ]

  @Test("every initialiser, in a dense layer and in convolutions", arguments: seeds)
  func initialisers(_ seed: UInt64) {
    for (name, initialiser, distribution) in Self.stated {
      let random = Random(seed: seed)
      let dense = Dense(200, 300, initialiser: initialiser, random: random)
      check(dense.weight.value, distribution(200, 300), "\(name), Dense, seed \(seed)")
      // Fans of a convolution count the filter's area, and only the channels of one group.
      let conv = Conv2D(
        16, 64, kernel: Size(3, 5), groups: 2, initialiser: initialiser, random: random)
      check(conv.weight.value, distribution(8 * 15, 32 * 15), "\(name), Conv2D, seed \(seed)")
      let signal = Conv1D(24, 96, kernel: 7, initialiser: initialiser, random: random)
      check(signal.weight.value, distribution(24 * 7, 96 * 7), "\(name), Conv1D, seed \(seed)")
      // A transposed convolution is begun as the convolution whose adjoint it is.
      let up = ConvTranspose2D(40, 20, kernel: 4, initialiser: initialiser, random: random)
      check(
        up.weight.value, distribution(20 * 16, 40 * 16), "\(name), ConvTranspose2D, seed \(seed)")
      let local = LocallyConnected2D(
        3, 8, image: 9, kernel: 3, initialiser: initialiser, random: random)
      check(
        local.weight.value, distribution(27, 72), "\(name), LocallyConnected2D, seed \(seed)")
    }
    let zeros = Dense(7, 5, initialiser: .zeros)
    #expect(zeros.weight.value == .zeros([5, 7]))
  }

  @Test("biases, recurrent layers and embeddings, which have no choice", arguments: seeds)
  func fixed(_ seed: UInt64) {
    let random = Random(seed: seed)
    let dense = Dense(25, 4000, initialiser: .glorotNormal, random: random)
    check(dense.bias!.value, .uniform(bound: 0.2), "bias of Dense, seed \(seed)")
    let conv = Conv2D(4, 4000, kernel: 5, initialiser: .kaimingNormal, random: random)
    check(conv.bias!.value, .uniform(bound: 0.1), "bias of Conv2D, seed \(seed)")
    for layer in [RNN(60, 100, random: random), LSTM(60, 100, random: random)] as [Recurrent] {
      let weights = layer.weights()
      let bound = StatedDistribution.uniform(bound: 0.1)
      check(weights.inputWeight, bound, "input weight of \(layer), seed \(seed)")
      check(weights.hiddenWeight, bound, "hidden weight of \(layer), seed \(seed)")
    }
    let gru = GRU(4, 1600, random: random).weights()
    check(gru.inputBias, .uniform(bound: 1 / 40.0), "input bias of GRU, seed \(seed)")
    check(gru.hiddenBias, .uniform(bound: 1 / 40.0), "hidden bias of GRU, seed \(seed)")
    let table = Embedding(150, 40, random: random).weight.value
    check(table, .normal(deviation: 1), "Embedding, seed \(seed)")
  }

  @Test("one seed gives one set of weights, whatever the initialiser")
  func seeded() {
    for (name, initialiser, _) in Self.stated {
      func make(_ seed: UInt64) -> Tensor {
        Dense(9, 7, initialiser: initialiser, random: Random(seed: seed)).weight.value
      }
      #expect(make(1) == make(1) && make(1) != make(2), "\(name)")
    }
  }
}
