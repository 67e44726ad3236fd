import Foundation
import RunbookFiles
import Testing

@Suite struct DiagnosticTests {
  private func diagnostic(
    _ severity: Diagnostic.Severity = .error, _ line: Int? = nil, column: Int = 1,
    file: String? = nil, _ message: String
  ) -> Diagnostic {
    Diagnostic(
      severity, path: file ?? "n.md",
      location: line.map { SourceLocation(line: $0, column: column, file: file) }, message: message)
  }

  @Test("each comes once: whole files, then the notebook from top to bottom, then its includes")
  func order() {
    let found = [
      diagnostic(7, "seventh"), diagnostic(.note, nil, "whole"), diagnostic(2, file: "_a.md", "a"),
      diagnostic(7, "seventh"), diagnostic(.warning, 3, column: 9, "later"),
      diagnostic(3, column: 2, "earlier"), diagnostic(7, "same place"),
      diagnostic(.warning, nil, "second whole"),
    ]
    #expect(
      found.ordered().map(\.message) == [
        "whole", "second whole", "earlier", "later", "seventh", "same place", "a",
      ])
  }

  private func diagnostic(_ line: Int, column: Int = 1, file: String? = nil, _ message: String)
    -> Diagnostic
  {
    diagnostic(.error, line, column: column, file: file, message)
  }

  @Test("only errors make a command fail, and with --strict also warnings")
  func failing() {
    let note = diagnostic(.note, nil, "n")
    let warning = diagnostic(.warning, nil, "w")
    #expect(![note].fail(strict: true) && ![warning].fail(strict: false))
    #expect([note, warning].fail(strict: true))
    #expect([diagnostic(1, "e")].fail(strict: false) && [diagnostic(1, "e")].hasErrors)
  }

  @Test("a diagnostic that is sent to another process and back is unchanged")
  func coding() throws {
    let sent = diagnostic(.warning, 4, column: 2, file: "_a.md", "한글; 고치세요")
    let data = try JSONEncoder().encode(sent)
    #expect(try JSONDecoder().decode(Diagnostic.self, from: data) == sent)
    #expect("\(sent)" == "_a.md:4:2: warning: 한글; 고치세요")
  }

  @Test("any error has a diagnostic: its own, or its text at the current file")
  func conversion() {
    struct Stranger: Error, CustomStringConvertible { var description = "strange" }
    #expect("\(Diagnostic(Stranger(), path: "a.md"))" == "a.md: error: strange")
    let refusal = SystemError("b.md", "cannot be read", code: 13)
    #expect(
      "\(Diagnostic(refusal, path: "a.md"))"
        == "b.md: error: cannot be read (Permission denied); check who owns it and its permissions")
  }
}
