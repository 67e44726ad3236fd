#if !hasFeature(Embedded)
  internal import CThreadLocal
#endif

/// The state of differentiation and of training on one thread.
///
/// Its initial value is all zeros, like the memory of a new thread.
struct ThreadState {
  /// Differentiations that are open.
  var scopes = 0
  /// Above zero: nothing is recorded.
  var paused = 0
  /// Whether layers behave as in training.
  var isTraining = false
  /// The observer of layer outputs, or nil: an unretained `LayerObserver`.
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
  /// The state of the calling thread. The pointer is valid on this thread only.
  @inline(__always)
  var threadState: UnsafeMutablePointer<ThreadState> {
    assert(MemoryLayout<ThreadState>.size <= Int(cthread_local_size))
    return cthread_local().assumingMemoryBound(to: ThreadState.self)
  }
#endif
