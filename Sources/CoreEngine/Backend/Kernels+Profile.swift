internal import CEngine

extension Kernels {
  /// What a profile counted under one name.
  package struct ProfileEntry {
    /// The operation and its lengths.
    package let name: String
    /// How often it ran.
    package let calls: Int
    /// How long it ran in all.
    package let milliseconds: Double
  }

  /// Counts calls and time by operation from now on, from zero.
  package static func startProfiling() { ce_set_profiling(1) }

  /// Ends counting. What was counted stays until the next start.
  package static func stopProfiling() { ce_set_profiling(0) }

  /// What was counted since profiling was started, in the order of first calls.
  package static var profile: [ProfileEntry] {
    var entries: [ProfileEntry] = []
    var (calls, nanoseconds) = (Int64(0), Int64(0))
    while let name = ce_profile_entry(Int32(entries.count), &calls, &nanoseconds) {
      entries.append(
        ProfileEntry(
          name: String(cString: name), calls: Int(calls), milliseconds: Double(nanoseconds) * 1e-6))
    }
    return entries
  }

  /// Computes in registers only, for the ceiling of a benchmark.
  ///
  /// - Parameter rounds: how long; the caller measures the time.
  /// - Returns: the number of operations in float32, a multiply-add counted as two.
  package static func multiplyAdds(rounds: Int) -> Double {
    ce_multiply_adds(DType.float32.code, Int64(rounds))
  }
}
