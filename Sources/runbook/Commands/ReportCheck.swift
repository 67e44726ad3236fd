import Foundation
import RunbookDocument
import RunbookFiles
import RunbookOutput
import RunbookReport

/// Draws a report again from its `results.json` alone and compares it with the files that are there.
struct ReportCheck {
  let source: NotebookSource
  /// The output folder, absolute.
  let folder: String

  /// Returns what is not as it should be, a line each; nothing if every file is the same.
  func problems() throws -> [String] {
    guard var notebook = source.notebook else { return [] }
    let (recording, provenance): (Recording, Provenance)
    do throws(Diagnostic) {
      (recording, provenance) = try StoredResults.read(source, folder: folder)
    } catch {
      return ["\(error)"]
    }
    let now = source.provenance(of: notebook, try source.executor(for: notebook))
    guard now.notebook == provenance.notebook else {
      return [
        "\(source.path): error: the notebook is not the one that the results were made from; run "
          + "'runbook \(source.path)'"
      ]
    }
    let overrides = provenance.parameters.compactMap {
      ParameterOverride(argument: "\($0.name):\($0.value)")
    }
    notebook.frontMatter = notebook.frontMatter.overriding(overrides).0
    let renderer = try source.renderer(
      for: notebook, recording, usesCache: false, provenance: provenance)
    let rendered = renderer.render()
    return rendered.files.sorted { $0.key < $1.key }.compactMap { name, content in
      let path = "\(folder)/\(name)"
      guard let written = try? FileAccess.read(path) else {
        return "\(relativePath(path)): error: the file is missing; run 'runbook \(source.path)'"
      }
      return written == content
        ? nil
        : "\(relativePath(path)): error: it is not what results.json draws; run "
          + "'runbook \(source.path)'"
    }
  }
}
