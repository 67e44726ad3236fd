internal import CKernel
internal import Dispatch

/// Runs asynchronous work from a cell's top level and waits for its result.
///
/// `await` at a cell's top level is compiled to a call of this function. While it waits, work meant for
/// the main thread is done here, so that code bound to the main actor is not locked out.
public func awaitResult<Result>(_ work: @escaping () async -> Result) -> Result {
  let box = ResultBox<Result>()
  let job = UncheckedWork(work: work)
  Task.detached {
    box.value = await job.work()
    ck_main_queue_wake()
  }
  while box.value == nil { ck_main_queue_run() }
  return box.value!
}

/// Runs asynchronous work that may throw and waits for its result.
///
/// - Throws: what the work throws.
public func awaitResult<Result>(_ work: @escaping () async throws -> Result) throws -> Result {
  let outcome: Swift.Result<Result, any Error> = awaitResult {
    do { return .success(try await work()) } catch { return .failure(error) }
  }
  return try outcome.get()
}

/// Passes a closure to a task. Cells are Swift 5: whether what it touches may be shared is between the
/// author and the program, and the thread that made it does nothing but wait meanwhile.
private struct UncheckedWork<Result>: @unchecked Sendable {
  var work: () async -> Result
}

/// Written once by the task before it wakes the waiting thread, read by that thread alone.
private final class ResultBox<Result>: @unchecked Sendable {
  private let lock = DispatchSemaphore(value: 1)
  private var stored: Result?

  var value: Result? {
    get {
      lock.wait()
      defer { lock.signal() }
      return stored
    }
    set {
      lock.wait()
      stored = newValue
      lock.signal()
    }
  }
}
