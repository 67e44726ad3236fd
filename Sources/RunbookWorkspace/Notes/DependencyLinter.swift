internal import RunbookDocument
internal import RunbookFiles

/// Finds the files in `deps` that are not there: their change would never be noticed.
struct DependencyLinter {
  private let notebook: Notebook
  private let folder: String

  /// - Parameter folder: the notebook's folder, absolute.
  init(_ notebook: Notebook, folder: String) {
    self.notebook = notebook
    self.folder = folder
  }

  func diagnostics() -> [Diagnostic] {
    notebook.dependencies.compactMap { dependency in
      let path = FilePath.absolute(
        dependency.path.hasPrefix("/") ? dependency.path : "\(folder)/\(dependency.path)")
      guard let found = ExistingPath.find(path) else {
        return diagnostic(
          .error, dependency,
          "'\(dependency.path)' in 'deps' is not there; \(advice(dependency, path))")
      }
      return found.utf8.elementsEqual(path.utf8) ? nil : warning(dependency, found)
    }
  }

  /// A warning for a name that looks as on the disk but is other bytes, unless the cell writes those.
  private func warning(_ dependency: Dependency, _ found: String) -> Diagnostic? {
    let name = found.split(separator: "/").last ?? ""
    let cell = notebook.cells.first { $0.index == dependency.cell }
    let code = Array((cell?.source ?? "").utf8)
    guard !contains(Array(name.utf8), in: code) else { return nil }
    return diagnostic(
      .warning, dependency,
      "the name '\(dependency.path)' is decomposed on the disk (NFD), so a cell that opens it by its "
        + "composed name (NFC) does not find it; rename the file")
  }

  private func contains(_ word: [UInt8], in text: [UInt8]) -> Bool {
    guard let first = word.first else { return true }
    return text.indices.contains { text[$0] == first && text[$0...].starts(with: word) }
  }

  /// The nearest name, in the last folder of the path that exists.
  private func advice(_ dependency: Dependency, _ path: String) -> String {
    if let file = dependency.location.file {
      let beside = NotebookFile.resolve(dependency.path, relativeTo: file)
      if FileAccess.exists(beside), let name = notebook.recordedName(ofFile: beside) {
        return "paths in 'deps' start from the notebook's folder; write '\(name)'"
      }
    }
    var parts = path.split(separator: "/").map(String.init)
    var missing: [String] = []
    while let last = parts.popLast() {
      let above = ExistingPath.find("/" + parts.joined(separator: "/"))
      guard let above, FileAccess.isFolder(above) else {
        missing.insert(last, at: 0)
        continue
      }
      guard let nearest = Suggestion.nearest(to: last, among: FileAccess.names(in: above)) else {
        break
      }
      let kept = dependency.path.split(separator: "/").dropLast(missing.count + 1).map(String.init)
      let words = kept + [nearest] + missing
      return "did you mean '\(words.joined(separator: "/"))'?"
    }
    return "correct the path, which starts from the notebook's folder, or remove it"
  }

  private func diagnostic(
    _ severity: Diagnostic.Severity, _ dependency: Dependency, _ message: String
  ) -> Diagnostic {
    Diagnostic(
      severity, path: dependency.location.file ?? notebook.path, location: dependency.location,
      message: message)
  }
}
