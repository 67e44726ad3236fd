internal import Glibc

/// Runs work on several threads and waits for all of them.
///
/// Each thread has the same, large stack: how deep a script may recurse must not depend on the
/// thread that it runs on.
enum WorkerThreads {
  private static let stackSize = 16 << 20

  /// The number of threads for `jobs` pieces of work of which a thread should have at least
  /// `leastJobs`.
  static func count(for jobs: Int, leastJobs: Int) -> Int {
    max(1, min(jobs / leastJobs, sysconf(Int32(_SC_NPROCESSORS_ONLN)), 4))
  }

  /// Calls `body` once with each number below `count`, each on a thread of its own.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackSize)
    defer { pthread_attr_destroy(&attributes) }
    var threads: [pthread_t] = []
    for number in 0..<count {
      var thread = pthread_t()
      let work = Unmanaged.passRetained(Work(number: number, body: body))
      let status = pthread_create(
        &thread, &attributes,
        { argument in
          guard let argument else { return nil }
          let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
          work.body(work.number)
          return nil
        }, work.toOpaque())
      if status == 0 {
        threads.append(thread)
      } else {
        // No thread is left: the work is done here.
        work.release()
        body(number)
      }
    }
    for thread in threads { pthread_join(thread, nil) }
  }

  private final class Work: Sendable {
    let number: Int
    let body: @Sendable (Int) -> Void

    init(number: Int, body: @escaping @Sendable (Int) -> Void) {
      self.number = number
      self.body = body
    }
  }
}
