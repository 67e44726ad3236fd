import Foundation
import Testing

/// A folder of `Cases`: a notebook, what `runbook check` says of it, what running it says, what its cells
/// put out, and, where `page.txt` is there, what a reader sees.
///
/// `check-arguments.txt` and `run-arguments.txt` hold further arguments, one a line.
///
/// `RUNBOOK_ACCEPT_CASES=1 swift test` writes what is found now; look at the difference before it is
/// committed.
struct CommandCase: CustomTestStringConvertible {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Cases")

  static let all: [CommandCase] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { CommandCase(name: $0) }
  }()

  private static let expectations = ["check.txt", "run.txt", "outputs.txt", "page.txt"]

  let name: String

  var testDescription: String { name }

  private func url(_ file: String) -> URL {
    Self.folder.appendingPathComponent(name).appendingPathComponent(file)
  }

  /// The case's files in a folder of their own, without what is expected.
  func copied() throws -> Folder {
    let folder = try Folder(name)
    let names = FileManager.default.enumerator(atPath: url("").path)?.compactMap { $0 as? String }
    for file in names ?? [] where !Self.expectations.contains(file) {
      guard let data = try? Data(contentsOf: url(file)) else { continue }
      try folder.write(data, to: file)
    }
    return folder
  }

  /// Whether the case has this file.
  func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: url(file).path) }

  /// The arguments in one of the case's files, if there is one.
  func arguments(_ file: String) -> [String] {
    let text = (try? String(contentsOf: url(file), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  /// What is expected; what was found takes its place when cases are accepted.
  func expected(_ file: String, found: String) throws -> String {
    if ProcessInfo.processInfo.environment["RUNBOOK_ACCEPT_CASES"] != nil {
      try found.write(to: url(file), atomically: true, encoding: .utf8)
    }
    return (try? String(contentsOf: url(file), encoding: .utf8)) ?? ""
  }
}

@Suite struct CommandCaseTests {
  @Test("a case is checked and run as expected", arguments: CommandCase.all)
  func asExpected(_ commandCase: CommandCase) throws {
    let folder = try commandCase.copied()
    let check = try Command(
      ["check", "input.md"] + commandCase.arguments("check-arguments.txt"), in: folder)
    let said = check.output + check.errors + "exit \(check.status)\n"
    #expect(said == (try commandCase.expected("check.txt", found: said)))
    let run = try Command(
      ["input.md", "-q"] + commandCase.arguments("run-arguments.txt"), in: folder)
    let ran = run.output + run.errors + "exit \(run.status)\n"
    #expect(ran == (try commandCase.expected("run.txt", found: ran)))
    let outputs = try Self.outputs(folder.read("outputs/input/results.json"))
    #expect(outputs == (try commandCase.expected("outputs.txt", found: outputs)))
    if commandCase.has("page.txt") {
      let page = Self.visibleText(try #require(folder.read("outputs/input/report.html")))
      #expect(page == (try commandCase.expected("page.txt", found: page)))
    }
  }

  /// The results as text: a line an output, then the values in the prose.
  private static func outputs(_ json: String?) throws -> String {
    guard let json else { return "nothing was run\n" }
    let results = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    var lines: [String] = []
    for cell in results["cells"] as? [[String: Any]] ?? [] {
      for output in cell["outputs"] as? [[String: Any]] ?? [] {
        let words = ["text", "statement", "message"].compactMap { output[$0] as? String }
        let evidence = (output["evidence"] as? String).map { " (\($0))" } ?? ""
        let holds = (output["holds"] as? Bool).map { $0 ? "holds: " : "fails: " } ?? ""
        let text = holds + words.joined(separator: " ") + evidence
        let place = ["file", "line", "column"].compactMap { output[$0].map { "\($0)" } }
        let places = place.isEmpty ? "" : " (\(place.joined(separator: ":")))"
        lines.append("cell \(cell["index"] ?? 0) \(output["kind"] ?? "")\(places): \(text)")
        for frame in output["frames"] as? [[String: Any]] ?? [] {
          let file = (frame["file"] as? String).map { "\($0):" } ?? ""
          lines.append("  at \(file)\(frame["line"] ?? 0) \(frame["function"] ?? "")")
        }
      }
    }
    for value in results["inlineValues"] as? [[String: Any]] ?? [] {
      lines.append("inline \(value["index"] ?? 0): \(value["text"] ?? "")")
    }
    return lines.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined()
  }

  /// What stands between the end of the page's head and its foot, without marks, a block a line.
  private static func visibleText(_ html: String) -> String {
    let main = html.firstRange(of: "<body").map { String(html[$0.lowerBound...]) } ?? html
    let end = main.firstRange(of: "</main>")?.lowerBound ?? main.endIndex
    return main[..<end]
      .replacing(/<(style|svg|math|annotation)[ >].*?<\/\1>/.dotMatchesNewlines(), with: "")
      .replacing(
        /<\/?(p|div|h[1-6]|li|tr|td|th|figcaption|summary|pre|figure|section)\b[^>]*>/, with: "\n"
      )
      .replacing(/<img[^>]*alt="([^"]*)"[^>]*>/) { "[image: \($0.1)]" }
      .replacing(/<[^>]*>/, with: "")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
      .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
  }
}
