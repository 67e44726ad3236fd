package import RunbookFiles
package import RunbookReport

extension Note {
  /// The results with the commit named in their provenance, or a warning that there is none.
  package func namingCommit(in results: NoteResults) -> NoteResults {
    var results = results
    if let state = gitState(of: results.provenance) {
      results.provenance.commit = state.text
    } else {
      results.diagnostics.append(
        Diagnostic(
          .warning, path: path,
          message:
            "no commit can be named, since git knows none here; commit the notebook, or leave "
            + "out 'provenance: commit' and --commit"))
    }
    return results
  }

  /// Writes a report into the note's output folder, and the index of all reports beside it.
  ///
  /// Results that were not made by a run leave `results.json` and `run.json` as they are.
  ///
  /// - Parameter base: the folder of all outputs; the project's own if `nil`.
  /// - Throws: `SystemError`; the report's folder is then as it was.
  package func publish(
    _ report: RenderedReport, of results: NoteResults, in base: String? = nil
  ) throws(SystemError) {
    var report = report
    let folder = project.outputFolder(in: base)
    let outputs = project.outputsFolder(in: base)
    let isFirst = base == nil && !FileAccess.exists(outputs + "/index.html")
    if results.timing == nil { report.files["results.json"] = nil }
    try OutputFolder(folder).write(report)
    if isFirst { try FileAccess.replace(outputs + "/.gitignore", with: "run.json\n".utf8) }
    if let timing = results.timing {
      try RunFacts(timing, git: gitState(of: results.provenance)).write(to: folder)
    }
    try IndexPage(folder: outputs).write()
  }
}
