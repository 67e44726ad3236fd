import Foundation
internal import RunbookFiles
internal import RunbookOutput

/// The cache of one project: compiled cells and the outputs of cells that ran well.
///
/// Everything in it can be deleted at any time. Entries are written under another name and renamed, so
/// two runs at once see whole entries or none; an entry that cannot be read counts as missing.
package struct CellStore: Sendable {
  /// The folder, normally `.runbook` beside the notebooks.
  package var folder: String

  package init(folder: String) {
    self.folder = folder
  }

  /// The folder of the compiled cell named `key`; may not exist yet.
  func compiledFolder(_ key: String) -> String { "\(folder)/cells/\(key)" }

  /// Makes an empty folder in which to build an entry.
  func makeScratchFolder() throws -> String {
    let scratch = "\(folder)/scratch/\(UUID().uuidString)"
    do {
      try FileManager.default.createDirectory(
        atPath: scratch, withIntermediateDirectories: true)
    } catch {
      throw ExecutionError(
        .file, "cannot write the cache folder \(folder): \(systemError()); make it writable")
    }
    return scratch
  }

  /// Puts a finished entry into its place; if another run was faster, its entry stays.
  func adopt(_ scratch: String, as destination: String) throws {
    let parent = destination.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    if rename(scratch, destination) != 0 {
      guard errno == EEXIST || errno == ENOTEMPTY else {
        throw ExecutionError(.file, "cannot write \(destination): \(systemError())")
      }
      try? FileManager.default.removeItem(atPath: scratch)
    }
  }

  /// What is kept of a cell that ran well.
  struct Entry: Codable {
    var outputs: [Output]
    var inlineValues: [InlineValue]
  }

  /// What is kept under `key`, or `nil` if there is nothing that can be read.
  func entry(_ key: String) -> Entry? {
    guard let data = FileManager.default.contents(atPath: "\(folder)/results/\(key).json") else {
      return nil
    }
    return try? OutputJSON.decode(Entry.self, from: data)
  }

  /// Keeps what a cell put out. What cannot be written is simply not cached.
  func keep(_ entry: Entry, as key: String) {
    guard let json = try? OutputJSON.encode(entry), let scratch = try? makeScratchFolder() else {
      return
    }
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let file = scratch + "/results.json"
    guard (try? json.write(to: URL(fileURLWithPath: file))) != nil else { return }
    try? FileManager.default.createDirectory(
      atPath: "\(folder)/results", withIntermediateDirectories: true)
    rename(file, "\(folder)/results/\(key).json")
  }

  /// Deletes the entries that were used longest ago until the cache is at most `bytes` large.
  package func prune(toBytes bytes: Int) {
    removeOldScratch()
    var entries: [(path: String, size: Int, used: Int)] = []
    for kind in ["cells", "results"] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(kind)")) ?? []
      for name in names {
        let path = "\(folder)/\(kind)/\(name)"
        guard let identity = FileIdentity(path) else { continue }
        let parts = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let size = parts.reduce(identity.size) { $0 + (FileIdentity("\(path)/\($1)")?.size ?? 0) }
        entries.append((path, size, identity.seconds))
      }
    }
    var total = entries.reduce(0) { $0 + $1.size }
    for entry in entries.sorted(by: { $0.used < $1.used }) where total > bytes {
      try? FileManager.default.removeItem(atPath: entry.path)
      total -= entry.size
    }
  }

  /// Deletes what runs that were killed have left half-done; a run that is still going is younger.
  private func removeOldScratch() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/scratch")) ?? []
    for name in names {
      let path = "\(folder)/scratch/\(name)"
      guard let identity = FileIdentity(path), time(nil) - identity.seconds > 3600 else { continue }
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// Notes that an entry was used now.
  func touch(_ path: String) { utimensat(AT_FDCWD, path, nil, 0) }
}
