import Foundation
import NoteSupport
import RunbookDocument
import Testing

/// Random and mutated notebooks, settings, files of parameters and captions; the parser must return,
/// whatever they hold.
///
/// The cases are the seed corpus. `make fuzz` runs for ten minutes; `RUNBOOK_FUZZ_SEED` begins with
/// another seed. The last input is kept in the temporary folder as `runbook-fuzz-input.md`, where a
/// crash leaves it.
@Suite struct FuzzTests {
  private typealias Generator = NoteGenerator.Source

  private static let pieces = [
    "```swift\n", "```\n", "~~~\n", "//| label: fig-a\n", "//| echo: ", "#| ", "---\n", "$$\n",
    "$$",
    "$", "{#eq-a}", "{#sec-a}", "{#", "}", "@fig-a", "@", "# ", "> ", "- ", "1. ", "    ", "\t",
    "|",
    "|---|\n", "![", "](a.png)", "[^1]", "[^1]: ", "**", "~~", "`{swift} x`", "`", "<div>", "<!--",
    "-->", "한글", "(주)", "e\u{301}", "\u{1112}\u{1161}\u{11AB}", "\n", "\n\n", "\r\n", "\\", ": ",
    "[", "]", "{", "&a", "*a", "\"", "'", "title: ", "params:\n  a: 1\n", "{{< include a.md >}}\n",
    "\u{0}", "\u{FEFF}", "\u{A874}", "http://a.b/", "=\n", "- [ ] ",
  ]

  private func mutated(_ bytes: [UInt8], _ generator: inout Generator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, place + Int.random(in: 0...20, using: &generator))
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes.removeSubrange(place..<end)
      case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 2 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 3:
        let start = Int.random(in: 0...bytes.count, using: &generator)
        let piece = Array(bytes[start..<min(bytes.count, start + 60)])
        bytes.insert(contentsOf: piece, at: place)
      default:
        bytes.insert(contentsOf: Self.pieces.randomElement(using: &generator)!.utf8, at: place)
      }
    }
    return bytes
  }

  private static let keys = [
    "title", "author", "date", "lang", "toc", "toc-depth", "seed", "params", "format", "html",
    "theme",
    "execute", "echo", "timeout", "categories", "tags", "label", "fig-cap", "fig-subcap", "checks",
    "layout-ncol", "deps", "rtol", "fig-width", "filters", "comparison", "layout", "code-fold",
  ]
  private static let values = [
    "true", "no", "~", "5", "-1", "1e-3", "0x1F", "1e999", ".nan", "ko", "fig-a", "[a, b]", "[",
    "{a: 1}",
    "{", "\"", "\"a\"", "'", "|", ">-", "&a x", "*a", "!!str 5", "<<: *a", "- a", "2026-11-25",
    "60%",
    "한글", "$x$ and `{swift} y`", "{{< include a.md >}}", "# c", "", "99999999999999999999", "a: b",
    "? x", "@fig-a", "/a/ => b", "...",
  ]

  /// YAML of known and unknown keys at any depth, sound or not.
  private func yaml(_ generator: inout Generator) -> String {
    (0..<Int.random(in: 0...12, using: &generator)).map { _ in
      let indent = String(repeating: "  ", count: Int.random(in: 0...3, using: &generator))
      var key = Self.keys.randomElement(using: &generator)!
      if Int.random(in: 0..<6, using: &generator) == 0 { key.removeLast() }
      let value = Self.values.randomElement(using: &generator)!
      return "\(indent)\(key): \(value)\n"
    }.joined()
  }

  /// A note whose front matter and options are such YAML.
  private func note(_ generator: inout Generator) -> [UInt8] {
    let options = yaml(&generator).split(separator: "\n").map { "//| \($0)\n" }.joined()
    let prose = String(decoding: random(&generator), as: UTF8.self)
    return Array(
      "---\n\(yaml(&generator))---\n\n\(prose)\n\n```swift\n\(options)let x = 1\n```\n".utf8)
  }

  private func random(_ generator: inout Generator) -> [UInt8] {
    (0..<Int.random(in: 1...80, using: &generator)).flatMap { _ in
      Array(Self.pieces.randomElement(using: &generator)!.utf8)
    }
  }

  @Test("any notebook is read to its end and every message has a location in it")
  func neverCrashes() throws {
    let environment = ProcessInfo.processInfo.environment
    let limit = environment["RUNBOOK_FUZZ_SECONDS"].flatMap(Double.init) ?? 3
    var generator = Generator(
      state: environment["RUNBOOK_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_240_305)
    let corpus = try NotebookCase.all.map { [UInt8](try Data(contentsOf: $0.file("input.md"))) }
    let kept = environment["RUNBOOK_FUZZ_SECONDS"].map { _ in
      FileManager.default.temporaryDirectory.appendingPathComponent("runbook-fuzz-input.md")
    }
    let start = ContinuousClock.now
    var count = 0
    while ContinuousClock.now - start < .seconds(limit) {
      let bytes =
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: random(&generator)
        case 1: note(&generator)
        case 2: mutated(note(&generator), &generator)
        default: mutated(corpus.randomElement(using: &generator)!, &generator)
        }
      if let kept { try Data(bytes).write(to: kept) }
      let clock = ContinuousClock.now
      let parsed = NotebookParser(path: "/nonexistent/a.md").parse(bytes)
      let settings = Array(yaml(&generator).utf8)
      let others = [
        ProjectConfiguration.parse(settings, path: "_runbook.yml").diagnostics,
        ParameterFile.parse(settings, path: "values.yml").diagnostics,
      ]
      if let notebook = parsed.notebook {
        let caption = String(decoding: bytes.prefix(200), as: UTF8.self)
        _ = MarkdownText.blocks(of: caption, in: notebook)
      }
      #expect(ContinuousClock.now - clock < .seconds(5), "input \(count) took too long")
      for (text, diagnostics) in [(bytes, parsed.diagnostics)] + others.map({ (settings, $0) }) {
        let lines = text.count { $0 == 10 || $0 == 13 } + 1
        for diagnostic in diagnostics {
          let location = try #require(diagnostic.location)
          #expect(
            (1...lines).contains(location.line) && location.column >= 1,
            "input \(count): \(diagnostic)")
        }
      }
      count += 1
    }
    print("\(count) inputs")
    #expect(count > 10)
  }
}
