import Glibc
internal import RunbookFiles

/// A run's hold on a project's cache: runs share it, and whoever deletes entries must have it alone.
///
/// The system gives it back when the process ends, whatever ended it.
package final class CacheLock {
  private let descriptor: Int32

  /// Waits until nobody deletes entries; `nil` if the folder cannot be made or opened.
  package init?(folder: String) {
    try? FileAccess.makeFolder(folder)
    if !FileAccess.exists(folder + "/.gitignore") {
      // A cache does not belong in a commit, whatever the project's own `.gitignore` lists.
      try? FileAccess.replace(folder + "/.gitignore", with: "*\n".utf8, isDurable: false)
    }
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    while flock(descriptor, LOCK_SH) != 0 {
      guard errno == EINTR else { return nil }
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Takes the cache for this run alone; `false` if another run is using it.
  package func becomeExclusive() -> Bool {
    flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }
}
