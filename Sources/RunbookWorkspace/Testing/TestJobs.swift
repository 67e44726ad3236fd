internal import Foundation

/// How many notebooks a test runs at once where the user does not say.
package enum TestJobs {
  /// The memory that a notebook is estimated to need, in bytes.
  private static let memoryOfOne = 1 << 30

  /// One for each processor, as far as the free memory reaches.
  package static var standard: Int {
    let processors = ProcessInfo.processInfo.activeProcessorCount
    return max(1, min(processors, availableMemory / memoryOfOne))
  }

  /// The memory that Linux would give to programs without swapping, in bytes.
  private static var availableMemory: Int {
    let text = FileManager.default.contents(atPath: "/proc/meminfo") ?? Data()
    let line = String(decoding: text, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("MemAvailable:") }
    let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return kilobytes.map { $0 << 10 } ?? .max
  }
}
