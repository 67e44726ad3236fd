import Glibc
package import RunbookFiles

extension CellStore {
  /// A part of the cache and its size.
  package struct Part: Hashable, Sendable {
    package var name: String
    package var count: Int
    /// In bytes.
    package var size: Int
  }

  /// The contents of the cache, part by part.
  package var parts: [Part] {
    let names = [("compiled cells", "cells"), ("results", "results")]
    var parts = names.map { name, kind in
      let entries = entries(of: kind)
      return Part(name: name, count: entries.count, size: entries.reduce(0) { $0 + $1.size })
    }
    let drawings = drawings.compactMap { FileStamp($0)?.size }
    parts.append(Part(name: "drawings", count: drawings.count, size: drawings.reduce(0, +)))
    return parts
  }

  /// The files that the report keeps formulas and figures in.
  private var drawings: [String] {
    FileAccess.names(in: folder).filter { $0.hasSuffix(".cache") }.map { "\(folder)/\($0)" }
  }

  /// The notebooks that were run, with how many of their cells' results are kept.
  package var notebooks: [(path: String, kept: Int, cells: Int)] {
    manifests.map { manifest in
      let keys = manifest.facts.keys
      let kept = keys.count { key in key.map { (try? entry($0)) != nil } ?? false }
      return (manifest.notebook, kept, keys.count)
    }
  }

  /// Deletes compiled cells, results and drawings.
  ///
  /// - Returns: how many entries were deleted.
  /// - Precondition: no run uses the cache.
  /// - Throws: `SystemError` when something cannot be deleted.
  package func removeAll() throws(SystemError) -> Int {
    let count = parts.reduce(0) { $0 + $1.count }
    for kind in ["cells", "results", "runs", "scratch"] {
      try FileAccess.removeTree("\(folder)/\(kind)")
    }
    for file in drawings { try FileAccess.removeTree(file) }
    return count
  }

  /// Deletes the results of one notebook's last run.
  ///
  /// - Parameter notebook: its absolute path.
  /// - Returns: how many results were deleted.
  package func removeResults(of notebook: String) -> Int {
    guard let manifest = manifest(of: notebook) else { return 0 }
    let keys = manifest.facts.keys.compactMap { $0 }
      .filter { FileAccess.exists("\(folder)/results/\($0).json") }
    for key in keys { remove(key) }
    removeManifest(of: notebook)
    return keys.count
  }
}
