internal import CEngine

/// The number of threads that large operations use: RUNBOOK_THREADS, or what the machine has.
public var threadCount: Int { Int(ce_thread_count()) }

/// Sets the number of threads. Results do not depend on it, not by a bit.
public func setThreadCount(_ count: Int) { ce_set_thread_count(Int32(count)) }

extension Kernels {
  /// Ends the threads of the pool; the next loop that needs them starts them again.
  package static func stopThreads() { ce_stop_threads() }
}
