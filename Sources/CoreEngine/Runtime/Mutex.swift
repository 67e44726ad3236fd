#if hasFeature(Embedded)
  /// `Synchronization.Mutex` for a single thread: the value and nothing else.
  final class Mutex<Value>: @unchecked Sendable {  // one thread: no lock
    private var value: Value

    init(_ value: Value) { self.value = value }

    /// Calls `body` with the value.
    func withLock<R>(_ body: (inout Value) -> R) -> R { body(&value) }
  }
#endif
