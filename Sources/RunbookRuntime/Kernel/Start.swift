internal import CKernel
@_exported public import CoreEngine
@_exported public import RunbookOutput

/// Called by the kernel once, before any cell.
@_cdecl("runbook_runtime_start")
public func _runbookStart(seed: UInt64) {
  setSeed(seed)
  TrainingReporter.start()
}

/// Called by the kernel after each cell, before it counts threads: stops the threads of the
/// engine's pool, which are started again when they are needed.
@_cdecl("runbook_runtime_quiesce")
public func _runbookQuiesce() {
  Kernels.stopThreads()
}
