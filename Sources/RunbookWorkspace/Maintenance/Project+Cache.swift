package import RunbookExecution
package import RunbookFiles

/// The outcome of a request to delete cached files.
package enum CacheRemoval: Hashable, Sendable {
  /// There was no cache.
  case nothingCached
  /// So many entries are gone.
  case removed(Int)
}

extension Project {
  /// Deletes the compiled cells, results and drawings of all notebooks.
  ///
  /// - Throws: a diagnostic when a run is using the cache, or something cannot be deleted.
  package func clearCache() throws(Diagnostic) -> CacheRemoval {
    try withCache { store throws(SystemError) in try store.removeAll() }
  }

  /// Deletes the results of one notebook.
  ///
  /// - Throws: a diagnostic when a run is using the cache.
  package func clearCache(of notebook: String) throws(Diagnostic) -> CacheRemoval {
    try withCache { store in store.removeResults(of: FilePath.absolute(notebook)) }
  }

  /// Deletes the folder of the cache, with what the last tests left there.
  ///
  /// - Throws: a diagnostic when a run is using the cache, or something cannot be deleted.
  package func removeCacheFolder() throws(Diagnostic) -> CacheRemoval {
    try withCache { store throws(SystemError) in
      try FileAccess.removeTree(store.folder)
      return 1
    }
  }

  private func withCache(
    _ remove: (CellStore) throws(SystemError) -> Int
  ) throws(Diagnostic) -> CacheRemoval {
    guard FileAccess.exists(cacheFolder) else { return .nothingCached }
    guard let lock = CacheLock(folder: cacheFolder), lock.becomeExclusive() else {
      throw Diagnostic(
        path: FilePath.shown(cacheFolder),
        message: "a run is using the cache; try again when it is done")
    }
    defer { withExtendedLifetime(lock) {} }
    do throws(SystemError) { return .removed(try remove(store)) } catch { throw error.diagnostic }
  }
}

extension Note {
  /// Why each cell would run, or that it would not. Runs nothing.
  ///
  /// - Throws: `ExecutionError` when a part of runbook is missing, a `Diagnostic` when the note has errors.
  package func cacheExplanation() throws -> CacheExplanation {
    CacheExplanation(try runnable(), try executionConfiguration())
  }
}
