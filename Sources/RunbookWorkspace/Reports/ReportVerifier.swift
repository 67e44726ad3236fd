internal import RunbookDocument
package import RunbookFiles

extension Note {
  /// Draws the report again from its `results.json` alone and compares it with the files that are there.
  ///
  /// - Parameter folder: the output folder, absolute.
  /// - Returns: an error for each file that differs; none if every file is the same.
  /// - Throws: `ExecutionError` when a part of runbook is missing, a `Diagnostic` when the note has errors.
  package func verifyReport(in folder: String) throws -> [Diagnostic] {
    try ReportVerifier(note: self, folder: folder).diagnostics()
  }
}

/// Compares the files of a report with those that its results draw.
struct ReportVerifier {
  let note: Note
  /// The output folder, absolute.
  let folder: String

  func diagnostics() throws -> [Diagnostic] {
    let stored: StoredResults
    do throws(Diagnostic) { stored = try StoredResults.read(note, folder: folder) } catch {
      return [error]
    }
    let remedy = "run 'runbook \(note.path)'"
    guard try note.provenance().notebook == stored.provenance.notebook else {
      return [
        Diagnostic(
          path: note.path,
          message: "the notebook is not the one that the results were made from; \(remedy)")
      ]
    }
    let overrides = stored.provenance.parameters.compactMap {
      ParameterOverride(argument: "\($0.name):\($0.value)")
    }
    let report = try note.overriding(overrides)
      .render(
        stored.recording, stored.provenance,
        in: String(folder.dropLast(note.project.name.count + 1)), usesCache: false)
    return report.files.sorted { $0.key < $1.key }.compactMap { name, content in
      let path = "\(folder)/\(name)"
      guard let written = try? FileAccess.read(path) else {
        return Diagnostic(
          path: FilePath.shown(path), message: "the file is missing; \(remedy)")
      }
      guard written != content else { return nil }
      return Diagnostic(
        path: FilePath.shown(path), message: "it is not what results.json draws; \(remedy)")
    }
  }
}
