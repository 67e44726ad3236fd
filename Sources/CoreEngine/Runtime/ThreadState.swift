#if !hasFeature(Embedded)
  internal import CThreadLocal
#endif

/// The state of differentiation and of training on one thread.
///
/// All of it begins as zeros, which is how the memory of a thread begins.
struct ThreadState {
  /// Differentiations that are open.
  var scopes = 0
  /// Above zero: nothing is recorded.
  var paused = 0
  /// Whether layers behave as in training.
  var isTraining = false
  /// Who watches the outputs of layers, or nil: an unretained `LayerObserver`.
  var observer: UnsafeMutableRawPointer?
  /// Graph nodes that wait to be freed, while one is being freed.
  var deferredReleases: Unmanaged<DeferredReleases>?
}

#if hasFeature(Embedded)
  // There is one thread.
  nonisolated(unsafe) private var onlyThread = ThreadState()

  /// The state of the calling thread.
  @inline(__always)
  var threadState: UnsafeMutablePointer<ThreadState> {
    withUnsafeMutablePointer(to: &onlyThread) { $0 }
  }
#else
  /// The state of the calling thread. The pointer is good on this thread only.
  @inline(__always)
  var threadState: UnsafeMutablePointer<ThreadState> {
    assert(MemoryLayout<ThreadState>.size <= Int(cthread_local_size))
    return cthread_local().assumingMemoryBound(to: ThreadState.self)
  }
#endif
