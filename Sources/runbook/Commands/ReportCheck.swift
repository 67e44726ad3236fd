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
    let path = folder + "/results.json"
    guard let bytes = try? FileAccess.read(path) else {
      return ["\(relativePath(path)): error: there are no results; run 'runbook \(source.path)'"]
    }
    guard var notebook = source.notebook else { return [] }
    let results: RecordedResults
    do { results = try OutputJSON.decode(RecordedResults.self, from: bytes) } catch {
      return [
        "\(relativePath(path)): error: the results cannot be read; run 'runbook \(source.path)'"
      ]
    }
    guard let provenance = results.provenance else {
      return [
        "\(relativePath(path)): error: the results do not say what they were made from; run "
          + "'runbook \(source.path)'"
      ]
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
    // What could not be drawn is found out again.
    let renderer = try source.renderer(
      for: notebook, results.recording.withoutDrawingFailures, usesCache: false,
      provenance: provenance)
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

extension Recording {
  /// The recording without the failures that drawing added.
  fileprivate var withoutDrawingFailures: Recording {
    var recording = self
    for index in recording.cells.indices {
      recording.cells[index].outputs.removeAll { output in
        if case .failure(let failure) = output { failure.reason == .figure } else { false }
      }
    }
    return recording
  }
}
