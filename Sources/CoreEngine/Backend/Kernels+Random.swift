internal import CEngine

extension Kernels {
  /// The block of 128 random bits at `counter` of the stream `seed`: Philox 4x32-10.
  static func randomBits(seed: UInt64, counter: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
    var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) { bytes in
      ce_random_bits(seed, counter, bytes.baseAddress!.assumingMemoryBound(to: UInt32.self))
    }
    return words
  }

  /// Numbers uniform in `low..<high`, from block `counter` on.
  static func randomUniform(
    seed: UInt64, counter: UInt64, low: Double, high: Double, into out: Storage
  ) {
    ce_random_uniform(out.dtype.code, seed, counter, Int64(out.count), low, high, out.pointer)
  }

  /// Normally distributed numbers, from block `counter` on.
  static func randomNormal(
    seed: UInt64, counter: UInt64, mean: Double, standardDeviation: Double, into out: Storage
  ) {
    ce_random_normal(
      out.dtype.code, seed, counter, Int64(out.count), mean, standardDeviation, out.pointer)
  }

  /// 0 with probability `rate`, else `1 / (1 - rate)`, from block `counter` on.
  static func randomMask(seed: UInt64, counter: UInt64, rate: Double, into out: Storage) {
    ce_random_mask(out.dtype.code, seed, counter, Int64(out.count), rate, out.pointer)
  }
}
