package import RunbookDocument
package import RunbookFiles
package import RunbookOutput

extension Failure {
  /// The failure as one line that editors can jump to; further lines of its text are left out.
  package func diagnostic(of notebook: Notebook) -> Diagnostic {
    let opened = notebook.openedName(ofRecorded: file)
    let place = line.map { SourceLocation(line: $0, column: column ?? 1, file: opened) }
    let text = message.split(separator: "\n").first.map(String.init) ?? message
    return Diagnostic(path: opened ?? notebook.path, location: place, message: text)
  }
}

extension Claim {
  /// The claim that does not hold, as one line.
  package func diagnostic(of notebook: Notebook) -> Diagnostic {
    let opened = notebook.openedName(ofRecorded: file)
    return Diagnostic(
      path: opened ?? notebook.path, location: SourceLocation(line: line, file: opened),
      message: "the claim '\(statement)' does not hold"
        + (evidence.isEmpty ? "" : ": \(evidence)"))
  }
}
