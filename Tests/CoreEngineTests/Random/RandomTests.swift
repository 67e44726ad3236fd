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

  @Test("uniform and normal numbers have their moments and pass Kolmogorov–Smirnov")
  func distributions() {
    let n = 200_000
    let bound = 1.95 / Double(n).squareRoot()  // passes by chance with probability 0.999
    for dtype in [DType.float32, .float64] {
      let uniform = SampleStatistics(Random(seed: 1).uniform([n], dtype: dtype).values)
      #expect(uniform.kolmogorovSmirnov { $0 } < bound)
      #expect(uniform.values.allSatisfy { $0 >= 0 && $0 < 1 })
      #expect(abs(uniform.mean - 0.5) < 5 * (1.0 / 12 / Double(n)).squareRoot())
      #expect(abs(uniform.variance - 1.0 / 12) < 5 * (1.0 / 180 / Double(n)).squareRoot())
      let normal = SampleStatistics(Random(seed: 2).normal([n], dtype: dtype).values)
      #expect(normal.kolmogorovSmirnov(StatedDistribution.normal(deviation: 1).cdf) < bound)
      #expect(abs(normal.mean) < 5 / Double(n).squareRoot())
      #expect(abs(normal.variance - 1) < 5 * (2 / Double(n)).squareRoot())
    }
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
