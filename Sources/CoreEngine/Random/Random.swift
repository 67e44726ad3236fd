internal import Synchronization

/// A seeded source of random numbers: Philox 4x32-10.
///
/// The generator is a function of (seed, counter), so the same seed gives the same bits on every
/// machine and with any number of threads. It conforms to `RandomNumberGenerator`, so
/// `array.shuffled(using: &random)` works too.
///
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
public final class Random: RandomNumberGenerator, Sendable {
  private struct State {
    var seed: UInt64
    var counter: UInt64 = 0
  }
  private let state: Mutex<State>

  /// A generator of its own, beginning at `seed`.
  public init(seed: UInt64) { state = Mutex(State(seed: seed)) }

  /// The process-wide generator that initialisers, shuffles and dropout draw from; seed 0 at first.
  public static let shared = Random(seed: 0)

  /// Takes `blocks` counters (of 128 random bits each) and returns the first.
  private func take(_ blocks: Int) -> (seed: UInt64, counter: UInt64) {
    state.withLock { state in
      defer { state.counter += UInt64(blocks) }
      return (state.seed, state.counter)
    }
  }

  fileprivate func restart(seed: UInt64) {
    state.withLock { $0 = State(seed: seed) }
  }

  /// 64 random bits.
  public func next() -> UInt64 {
    let (seed, counter) = take(1)
    let words = Kernels.randomBits(seed: seed, counter: counter)
    return UInt64(words.0) << 32 | UInt64(words.1)
  }

  /// An integer from `range`, each with the same probability.
  /// - Precondition: the range is not empty.
  public func integer(in range: Range<Int>) -> Int {
    var generator = self
    return Int.random(in: range, using: &generator)
  }

  /// Numbers uniform in `range`, with 24 random bits (float32) or 53 (float64).
  ///
  /// - Parameters:
  ///   - shape: of the result.
  ///   - range: the least number, and the one that is not reached.
  ///   - dtype: the number type.
  /// - Returns: shape `shape`; mean `(low + high) / 2`, variance `(high - low)² / 12`.
  public func uniform(
    _ shape: [Int], in range: Range<Double> = 0..<1, dtype: DType = .float32
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, dtype: dtype)
    let (seed, counter) = take(result.count / 2 + 1)
    Kernels.randomUniform(
      seed: seed, counter: counter, low: range.lowerBound, high: range.upperBound,
      into: result.storage)
    return result
  }

  /// Normally distributed numbers, by the inverse of the distribution function.
  ///
  /// - Parameters:
  ///   - shape: of the result.
  ///   - mean: of the distribution.
  ///   - standardDeviation: of the distribution, 0 or more.
  ///   - dtype: the number type.
  /// - Returns: shape `shape`.
  ///
  /// Source: M. J. Wichura, Algorithm AS 241, Applied Statistics 37, 1988.
  public func normal(
    _ shape: [Int], mean: Double = 0, standardDeviation: Double = 1, dtype: DType = .float32
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, dtype: dtype)
    let (seed, counter) = take(result.count / 2 + 1)
    Kernels.randomNormal(
      seed: seed, counter: counter, mean: mean, standardDeviation: standardDeviation,
      into: result.storage)
    return result
  }

  /// The same with a shorter label; see `normal(_:mean:standardDeviation:dtype:)`.
  /// - Returns: shape `shape`.
  public func normal(
    _ shape: [Int], mean: Double = 0, deviation: Double, dtype: DType = .float32
  ) -> Tensor {
    normal(shape, mean: mean, standardDeviation: deviation, dtype: dtype)
  }

  /// 0 with probability `rate`, else `1 / (1 - rate)`.
  package func mask(_ shape: [Int], rate: Double, dtype: DType) -> Tensor {
    let result = Tensor(uninitialized: shape, dtype: dtype)
    let (seed, counter) = take(result.count / 2 + 1)
    Kernels.randomMask(seed: seed, counter: counter, rate: rate, into: result.storage)
    return result
  }

  /// The numbers `0..<count` in random order (Fisher–Yates).
  public func permutation(_ count: Int) -> [Int] {
    var generator = self
    return Array(0..<count).shuffled(using: &generator)
  }
}

/// Starts the process-wide generator again at `seed`: what follows is a function of the seed.
public func setSeed(_ seed: UInt64) { Random.shared.restart(seed: seed) }
