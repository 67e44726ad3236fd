import CEngine
import CoreEngine
import Foundation
import Testing

@Suite struct RandomTests {
  @Test("Philox gives the published words for the published counters and keys")
  func knownAnswers() {
    // Random123 1.14, kat_vectors: philox4x32 10, counter 0, key 0.
    var words = [UInt32](repeating: 0, count: 4)
    ce_random_bits(0, 0, &words)
    #expect(words == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
  }

  @Test("the same seed gives the same numbers, another seed others")
  func seeds() {
    #expect(Random(seed: 5).uniform([100]) == Random(seed: 5).uniform([100]))
    #expect(Random(seed: 5).uniform([100]) != Random(seed: 6).uniform([100]))
    #expect(Random(seed: 5).permutation(50) == Random(seed: 5).permutation(50))
    let random = Random(seed: 5)
    #expect(random.uniform([4]) != random.uniform([4]))
  }

  /// The greatest distance between the sample's and the assumed distribution function.
  private func kolmogorovSmirnov(_ sample: [Double], _ cdf: (Double) -> Double) -> Double {
    let n = Double(sample.count)
    return sample.sorted().enumerated().map { i, x in
      max(abs(cdf(x) - Double(i) / n), abs(cdf(x) - Double(i + 1) / n))
    }.max()!
  }

  @Test("uniform and normal numbers have their moments and pass Kolmogorov–Smirnov")
  func distributions() {
    let n = 200_000
    let bound = 1.95 / Double(n).squareRoot()  // passes by chance with probability 0.999
    for dtype in [DType.float32, .float64] {
      let uniform = Random(seed: 1).uniform([n], dtype: dtype).values
      #expect(kolmogorovSmirnov(uniform) { $0 } < bound)
      #expect(uniform.allSatisfy { $0 >= 0 && $0 < 1 })
      let normal = Random(seed: 2).normal([n], dtype: dtype).values
      #expect(kolmogorovSmirnov(normal) { 0.5 * erfc(-$0 / 2.0.squareRoot()) } < bound)
      let mean = normal.reduce(0, +) / Double(n)
      let variance = normal.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
      #expect(abs(mean) < 5 / Double(n).squareRoot())
      #expect(abs(variance - 1) < 5 * (2 / Double(n)).squareRoot())
    }
  }

  @Test("initialisers have the stated bounds and variances")
  func initialisers() {
    let dense = Dense(400, 500, random: Random(seed: 3))
    let bound = 1 / 20.0  // 1/√400
    let weights = dense.weight.value
    #expect(weights.max().item <= bound && weights.min().item >= -bound)
    #expect(abs(weights.variance().item / (bound * bound / 3) - 1) < 0.02)
    let conv = Conv2D(
      8, 64, kernel: 5, initialiser: .kaimingNormal, random: Random(seed: 4))
    #expect(abs(conv.weight.value.variance().item / (2 / 200.0) - 1) < 0.05)
    let glorot = Dense(300, 500, initialiser: .glorotUniform, random: Random(seed: 5))
    #expect(abs(glorot.weight.value.variance().item / (2 / 800.0) - 1) < 0.02)
  }

  @Test("dropout keeps the mean, and does nothing outside training")
  func dropout() {
    let x = Tensor.ones([100_000])
    #expect(x.dropout(0.3) == x)
    let y = inTraining { x.dropout(0.3, random: Random(seed: 6)) }
    #expect(abs(y.mean().item - 1) < 0.01)
    #expect(abs(Double(y.values.count { $0 == 0 }) / 100_000 - 0.3) < 0.01)
  }
}
