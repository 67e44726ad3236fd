internal import Glibc
package import RunbookFiles

/// The folder of a notebook's latest report, `outputs/<name>/`.
package struct OutputFolder: Sendable {
  private let path: String

  package init(_ path: String) {
    self.path = path
  }

  /// Writes the report's files and removes figures that it no longer has.
  ///
  /// Every file is first written under a temporary name, so that a full disk changes nothing; then
  /// each file is renamed atomically, figures before the page that shows them. A file with the same
  /// bytes is not touched. If the process is killed at any moment, all files are complete.
  ///
  /// - Throws: `SystemError`; the folder is then unchanged.
  package func write(_ report: RenderedReport) throws(SystemError) {
    var pending = [(temporary: String, final: String)]()
    do throws(SystemError) {
      try FileAccess.makeFolder("\(path)/figures")
      let order = report.files.keys.sorted { ($0.isPage, $0) < ($1.isPage, $1) }
      for name in order {
        let final = "\(path)/\(name)"
        let bytes = report.files[name] ?? []
        if (try? FileAccess.read(final)) == bytes { continue }
        let temporary = FileAccess.temporaryName(for: final)
        FileAccess.remove(temporary)
        do { try FileAccess.write(bytes, to: temporary) } catch {
          throw SystemError(final, error.attempt, code: error.code)
        }
        pending.append((temporary, final))
      }
      while let (temporary, final) = pending.first {
        try FileAccess.move(temporary, to: final)
        pending.removeFirst()
      }
    } catch {
      for (temporary, _) in pending { FileAccess.remove(temporary) }
      // Folders that were created for the report are removed; `rmdir` leaves those that are not
      // empty.
      rmdir("\(path)/figures")
      rmdir(path)
      throw error
    }
    removeStaleFiles(keeping: Set(report.files.keys))
  }

  private func removeStaleFiles(keeping names: Set<String>) {
    for name in FileAccess.names(in: "\(path)/figures") {
      let isFigure = name.hasSuffix(".png") || name.hasSuffix(".svg")
      let isStale = isFigure && !name.hasPrefix(".") && !names.contains("figures/\(name)")
      if isStale || FileAccess.isAbandoned(name) { FileAccess.remove("\(path)/figures/\(name)") }
    }
    for name in FileAccess.names(in: path) where FileAccess.isAbandoned(name) {
      FileAccess.remove("\(path)/\(name)")
    }
    // A report without figures does not leave an empty folder.
    rmdir("\(path)/figures")
  }
}

extension String {
  /// The page is last: until then the old page shows the old figures.
  fileprivate var isPage: Int { self == "report.html" ? 1 : 0 }
}
