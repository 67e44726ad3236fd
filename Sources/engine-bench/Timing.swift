import CoreEngine
import Glibc

/// Seconds on a monotonic clock; with `--cpu-time` the processor time of this process, which
/// is more informative on a busy machine (and meaningful with one thread only).
func now(cpuTime: Bool) -> Double {
  var time = timespec()
  clock_gettime(cpuTime ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The median time of a workload in milliseconds, after warm-up runs that are not counted.
func median(of workload: Workload, cpuTime: Bool) -> Double {
  let run = workload.make()
  for _ in 0..<workload.warmUps { run() }
  let times = (0..<workload.runs).map { _ -> Double in
    let start = now(cpuTime: cpuTime)
    run()
    return now(cpuTime: cpuTime) - start
  }.sorted()
  let middle = times.count / 2
  let median =
    times.count % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2
  return median * 1e3
}

/// Milliseconds with five digits after the point, as the peer prints them.
func rounded(_ milliseconds: Double) -> Double { (milliseconds * 1e5).rounded() / 1e5 }

/// GFLOP/s that one core can reach, measured: multiply-adds in registers, the best of five runs.
func measuredCeiling() -> Double {
  let rates = (0..<5).map { _ -> Double in
    let start = now(cpuTime: false)
    let operations = Kernels.multiplyAdds(rounds: 1_000_000)
    return operations / (now(cpuTime: false) - start) * 1e-9
  }
  return rates.max()!
}

/// One row: name, milliseconds, GFLOP/s and the share of the threads' ceiling.
func printRow(_ workload: Workload, _ milliseconds: Double, ceiling: Double) {
  let name = workload.name.padding(to: 40)
  let time = "\((milliseconds * 1e4).rounded() / 1e4)".leftPadding(to: 12)
  guard workload.flops > 0 else {
    print("\(name)\(time) ms")
    return
  }
  let rate = workload.flops / milliseconds * 1e-6
  let share = Int((100 * rate / ceiling).rounded())
  print(
    "\(name)\(time) ms\("\((rate * 10).rounded() / 10)".leftPadding(to: 9)) GFLOP/s"
      + "\("\(share)".leftPadding(to: 5)) %")
}

/// The peak memory of this process so far, in MiB.
func peakMemory() -> Double {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return Double(usage.ru_maxrss) / 1024
}

extension String {
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
  func leftPadding(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
