import Foundation
internal import RunbookFiles

/// The cache of one project: compiled cells and the outputs of cells that ran well.
///
/// Everything in it can be deleted at any time. Entries are written under another name and renamed, so
/// two runs at once see whole entries or none; an entry that is damaged counts as missing.
package struct CellStore: Sendable {
  /// The folder, normally `.runbook` beside the notebooks.
  package var folder: String

  /// The most bytes that compiled cells and results take after a run.
  package static let sizeLimit = 1 << 30

  package init(folder: String) {
    self.folder = folder
  }

  // MARK: Compiled cells

  /// The folder of the compiled cell named `key`; may not exist yet.
  func compiledFolder(_ key: String) -> String { "\(folder)/cells/\(key)" }

  /// Makes an empty folder in which to build an entry.
  func makeScratchFolder() throws -> String {
    let scratch = "\(folder)/scratch/\(UUID().uuidString)"
    do throws(SystemError) { try FileAccess.makeFolder(scratch) } catch {
      throw refusal(error.reason, error.remedy)
    }
    return scratch
  }

  /// Writes a file of an entry that is being built.
  ///
  /// - Throws: `ExecutionError` when the system refuses.
  func write(_ text: String, to path: String) throws {
    do throws(SystemError) {
      try FileAccess.write(Array(text.utf8), to: path, isDurable: false)
    } catch {
      throw refusal(error.reason, error.remedy)
    }
  }

  /// Tells a compiler that found no room from one that found a mistake.
  ///
  /// - Parameters:
  ///   - output: the output of the compiler or linker.
  ///   - isMistake: whether it named a mistake of the author.
  /// - Throws: `ExecutionError` when the disk is full.
  func checkRoom(after output: String, isMistake: Bool) throws {
    let reason = String(cString: strerror(ENOSPC))
    var status = statvfs()
    // A linker that finds no room behind a mapped file dies without a word.
    let isFull =
      !isMistake && statvfs(folder, &status) == 0
      && UInt64(status.f_bavail) * UInt64(status.f_frsize) < 1 << 20
    guard isFull || output.contains(reason) else { return }
    throw refusal(reason, "make room on the disk")
  }

  private func refusal(_ reason: String, _ remedy: String) -> ExecutionError {
    ExecutionError(.file, "the cache folder \(folder) cannot be written (\(reason)); \(remedy)")
  }

  /// Puts a finished entry into its place; if another run was faster, its entry stays.
  func adopt(_ scratch: String, as destination: String) throws {
    let parent = destination.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    try? FileAccess.makeFolder(parent)
    if rename(scratch, destination) != 0 {
      guard errno == EEXIST || errno == ENOTEMPTY else {
        throw ExecutionError(.file, "cannot write \(destination): \(systemError())")
      }
      try? FileAccess.removeTree(scratch)
    }
  }

  /// Notes that an entry was used now.
  func touch(_ path: String) { FileAccess.touch(path) }

  // MARK: Results

  private func path(_ key: String) -> String { "\(folder)/results/\(key).json" }

  /// The results kept under `key`.
  func entry(_ key: String) throws(CacheEntry.Miss) -> CacheEntry {
    guard let file = try? FileAccess.read(path(key)) else { throw .absent }
    return try CacheEntry(file: file)
  }

  /// Keeps the outputs of a cell. Outputs that cannot be written are simply not cached.
  func keep(_ entry: CacheEntry, as key: String) {
    guard let file = entry.file else { return }
    try? FileAccess.makeFolder("\(folder)/results")
    try? FileAccess.replace(path(key), with: file, isDurable: false)
  }

  func remove(_ key: String) { FileAccess.remove(path(key)) }

  // MARK: The last run of each notebook

  private func manifestPath(_ notebook: String) -> String {
    "\(folder)/runs/\(ContentHash(notebook.utf8).text).json"
  }

  /// - Parameter notebook: the notebook's absolute path.
  func manifest(of notebook: String) -> CacheManifest? {
    readManifest(manifestPath(notebook))
  }

  func keep(_ manifest: CacheManifest, of notebook: String) {
    guard let json = try? JSONEncoder().encode(manifest) else { return }
    try? FileAccess.makeFolder("\(folder)/runs")
    try? FileAccess.replace(manifestPath(notebook), with: json, isDurable: false)
  }

  func removeManifest(of notebook: String) { FileAccess.remove(manifestPath(notebook)) }

  /// The last runs of all notebooks, by their names.
  var manifests: [CacheManifest] {
    FileAccess.names(in: "\(folder)/runs").filter { $0.hasSuffix(".json") }
      .compactMap { readManifest("\(folder)/runs/\($0)") }
      .sorted { $0.notebook < $1.notebook }
  }

  private func readManifest(_ path: String) -> CacheManifest? {
    guard let bytes = try? FileAccess.read(path) else { return nil }
    return try? JSONDecoder().decode(CacheManifest.self, from: Data(bytes))
  }

  // MARK: Size

  /// Compiled cells and results with their sizes in bytes and when they were last used.
  func entries(of kind: String) -> [(path: String, size: Int, used: FileStamp)] {
    FileAccess.names(in: "\(folder)/\(kind)").compactMap { name in
      let path = "\(folder)/\(kind)/\(name)"
      guard let identity = FileStamp(path) else { return nil }
      let parts = FileAccess.isFolder(path) ? FileAccess.names(in: path) : []
      let size = parts.reduce(identity.size) { $0 + (FileStamp("\(path)/\($1)")?.size ?? 0) }
      return (path, size, identity)
    }
  }

  /// Deletes the entries that were used longest ago until the cache is at most `bytes` large.
  ///
  /// - Precondition: no other run uses the cache.
  package func prune(toBytes bytes: Int = CellStore.sizeLimit) {
    removeOldScratch()
    let entries = entries(of: "cells") + entries(of: "results")
    var total = entries.reduce(0) { $0 + $1.size }
    guard total > bytes else { return }
    let oldestFirst = entries.sorted {
      ($0.used.seconds, $0.used.nanoseconds, $0.path)
        < ($1.used.seconds, $1.used.nanoseconds, $1.path)
    }
    for entry in oldestFirst where total > bytes {
      try? FileAccess.removeTree(entry.path)
      total -= entry.size
    }
  }

  /// Deletes unfinished files of runs that were killed; those of a running one are younger.
  private func removeOldScratch() {
    for kind in ["scratch", "results", "runs"] {
      for name in FileAccess.names(in: "\(folder)/\(kind)") {
        let path = "\(folder)/\(kind)/\(name)"
        guard kind == "scratch" || FileAccess.isAbandoned(name),
          let identity = FileStamp(path), time(nil) - identity.seconds > 3600
        else { continue }
        try? FileAccess.removeTree(path)
      }
    }
  }
}
