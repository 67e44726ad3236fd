import Foundation
import NoteSupport
import RunbookDocument
import RunbookFiles
import Testing

/// What a note makes of the works that its bibliography describes.
@Suite final class BibliographyTests {
  private let folder = NSTemporaryDirectory() + "runbook-bibliography-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func parse(_ text: String, works: String, style: String = "", lang: String = "en")
    throws -> ParsedNotebook
  {
    try works.write(toFile: folder + "/refs.bib", atomically: true, encoding: .utf8)
    let front = "---\nlang: \(lang)\nbibliography: refs.bib\n\(style)---\n\n"
    return NotebookParser(path: folder + "/note.md").parse(Array((front + text + "\n").utf8))
  }

  /// The words of the first citation of a note.
  private func citation(_ text: String, works: String, style: String = "", lang: String = "en")
    throws -> String
  {
    let notebook = try #require(try parse(text, works: works, style: style, lang: lang).notebook)
    var words = ""
    notebook.blocks.visit(inline: { inline in
      guard words.isEmpty, case .citation(let citation) = inline.content else { return }
      for piece in CitationText.pieces(
        of: citation, style: notebook.citationStyle, language: lang)
      {
        switch piece {
        case .text(let text), .work(let text, _, _): words += text
        case .unknown(let key): words += "?\(key)"
        case .inlines(let inlines):
          inlines.visit { if case .text(let text) = $0.content { words += text } }
        }
      }
    })
    return words
  }

  /// The plain words of the entries of the list of references.
  private func entries(_ works: String, style: String = "", lang: String = "en") throws -> [String]
  {
    let all = "nocite: \"@*\"\n"
    let notebook = try #require(
      try parse("Words.", works: works, style: all + style, lang: lang).notebook)
    for case .bibliography(let list) in notebook.blocks.map(\.content) {
      return list.entries.map { entry in
        var words = ""
        entry.content.visit { inline in
          switch inline.content {
          case .text(let text): words += text
          case .formula(let math): words += "$\(math.source)$"
          default: break
          }
        }
        return words
      }
    }
    return []
  }

  private static let works = """
    @article{one, author={Kim, A.}, title={One}, year=2001}
    @article{two, author={Kim, A. and Lee, B.}, title={Two}, year=2002}
    @article{three, author={Kim, A. and Lee, B. and Park, C.}, title={Three}, year=2003}
    @article{ko, author={김철수 and 이영희}, title={둘}, year=2004}
    @article{kos, author={박민수 and others}, title={여럿}, year=2005}
    @article{none, title={Nobody}}

    """

  @Test(
    "a citation names authors and year in the language and the style of the note",
    arguments: [
      ("[@one]", "", "en", "(Kim, 2001)"), ("@one", "", "en", "Kim (2001)"),
      ("[@two; @three, p. 3]", "", "en", "(Kim & Lee, 2002; Kim et al., 2003, p. 3)"),
      ("[see @two, pp. 1--2]", "", "en", "(see Kim & Lee, 2002, pp. 1--2)"),
      ("@two", "", "en", "Kim and Lee (2002)"), ("[-@two]", "", "en", "(2002)"),
      ("[@none]", "", "en", "(“Nobody”, n.d.)"),
      ("@ko는", "", "ko", "김철수와 이영희(2004)"), ("[@ko]", "", "ko", "(김철수, 이영희, 2004)"),
      ("[@two; @kos]", "", "ko", "(Kim & Lee, 2002; 박민수 등, 2005)"),
      ("@two은", "", "ko", "Kim과 Lee(2002)"), ("[@none]", "", "ko", "(“Nobody”, 연도 미상)"),
      ("[@two; @one]", "csl: ieee.csl\n", "en", "[1, 2]"),
      ("[see @two, p. 3; @one]", "csl: ieee\n", "en", "[see 1, p. 3; 2]"),
      ("@two", "citation-style: numbered\n", "en", "Kim and Lee [1]"),
      ("[@two]", "csl: apa.csl\n", "en", "(Kim & Lee, 2002)"),
      ("[@two; @nosuch]", "", "en", "(Kim & Lee, 2002; ?nosuch)"),
    ])
  func forms(_ text: String, style: String, lang: String, expected: String) throws {
    #expect(try citation(text, works: Self.works, style: style, lang: lang) == expected)
  }

  @Test(
    "LaTeX in a field becomes letters",
    arguments: [
      (#"{\"U}ber G{\"o}del's \'etude"#, "Über Gödel's étude"),
      (#"Erd\H{o}s \v{S}\c{c}"#, "Erdős Šç"),
      (#"{\'\i} \i{} \L{}ukasz \ss"#, "í ı Łukasz ß"), (#"A -- B --- C ``q''"#, "A – B — C “q”"),
      (#"{\em Graphs} \& \textbf{more}"#, "Graphs & more"), (#"10\% of \$5\_x"#, "10% of $5_x"),
      (#"\$\ell_1$ norm"#, "$ℓ_1$ norm".replacing("$ℓ_1$", with: "$\\ell_1$")),
      ("{{{Deep}}}  nets\n  of", "Deep nets of"), ("한글 제목", "한글 제목"),
    ])
  func latex(_ field: String, expected: String) throws {
    let field = field.replacing("\\$\\ell", with: "$\\ell")
    let entry = try entries("@misc{a, author={A}, title={\(field)}, year=2000}")
    #expect(entry == ["A (2000). \(expected)."])
  }

  @Test(
    "names are divided as BibTeX divides them",
    arguments: [
      ("Kim, Chul-Soo", "Kim, C.-S. (2000). T."), ("Chul-Soo Kim", "Kim, C.-S. (2000). T."),
      ("Ludwig van Beethoven", "van Beethoven, L. (2000). T."),
      ("van Beethoven, Ludwig", "van Beethoven, L. (2000). T."),
      ("Doe, Jr., Jane", "Doe, J., Jr. (2000). T."),
      ("{World and Health}", "World and Health (2000). T."),
      ("A. Kim AND B. Lee", "Kim, A., & Lee, B. (2000). T."),
      ("Kim, A. and others", "Kim, A., et al. (2000). T."),
      ("김철수", "김철수 (2000). T."), ("김 철수", "김철수 (2000). T."), ("철수 김", "김철수 (2000). T."),
      ("김, 철수", "김철수 (2000). T."), ("김철수, 이영희", "김철수, 이영희 (2000). T."),
      ("남궁, 옥분", "남궁옥분 (2000). T."),
    ])
  func names(_ field: String, expected: String) throws {
    #expect(try entries("@misc{a, author={\(field)}, title={T}, year=2000}") == [expected])
  }

  @Test("works of the same authors and year get letters, in the order of the list")
  func letters() throws {
    let works = """
      @misc{b, author={Kim, A.}, title={Second}, year=2000}
      @misc{a, author={Kim, A.}, title={First}, year=2000}
      """
    #expect(try entries(works) == ["Kim, A. (2000a). First.", "Kim, A. (2000b). Second."])
    #expect(try citation("[@b]", works: works, style: "nocite: '@a'\n") == "(Kim, 2000b)")
    #expect(try citation("[@b]", works: works) == "(Kim, 2000)")
  }

  @Test("a note without a bibliography keeps its words after @")
  func noBibliography() throws {
    let text = "A @word, [@word] and @decorator(x).\n"
    let parsed = NotebookParser(path: "a.md").parse(Array(text.utf8))
    #expect(parsed.diagnostics.isEmpty)
    let description = try NotebookDescription(notebook: #require(parsed.notebook), hasPlaces: false)
    #expect(!description.description.contains("citation"))
  }

  @Test("a mistake in a bibliography is reported at its line and column")
  func mistakes() throws {
    let works = "@article{a, title={A}}\n@article{b title={B}}\n  @article{c, title={C\n"
    let messages = try parse("[@a] [@b]", works: works).diagnostics.map { "\($0)" }
    #expect(
      messages.map { $0.replacing(folder + "/", with: "") } == [
        "refs.bib:2:12: warning: a comma is missing behind the key 'b'",
        "refs.bib:3:15: warning: the value of 'title' is never closed; end it as it began",
      ])
  }

  @Test("a bibliography that is not there is an error with the nearest name")
  func missing() throws {
    try "@misc{a, title={A}}".write(
      toFile: folder + "/refs.bib", atomically: true, encoding: .utf8)
    let text = "---\nbibliography: [refs.bib, refz.bib]\n---\n\n[@a]\n"
    let parsed = NotebookParser(path: folder + "/note.md").parse(Array(text.utf8))
    let found = try #require(parsed.diagnostics.first)
    #expect(
      found.severity == .error && found.location == SourceLocation(line: 2, column: 26)
        && found.message.contains("did you mean 'refs.bib'?"))
  }

  @Test(
    "any bibliography takes linear time and nothing stops the reader",
    arguments: [
      String(repeating: "{", count: 200_000), String(repeating: "@a{", count: 100_000),
      "@a{k, title={" + String(repeating: "{", count: 100_000)
        + String(repeating: "}", count: 100_000) + "}}",
      "@a{k, title={" + String(repeating: "\\'{", count: 100_000)
        + String(repeating: "}", count: 100_000) + "}}",
      "@a{k, author={" + String(repeating: "A and ", count: 50_000) + "B}}",
      (0..<20_000).map { "@a{k\($0), title={T}, year=\($0)}" }.joined(separator: "\n"),
      "@a{k, crossref=k}", "@a{k, crossref={l}} @a{l, crossref={k}}", "@", "@a", "@a{", "@a{k,",
      "@a{k, t=", "@string{", "@comment", "@preamble{\"", "\u{FEFF}@misc{k, title={T}}", "[{]",
    ])
  func bounds(_ works: String) throws {
    let start = ContinuousClock.now
    _ = try parse("[@k] @k1", works: works, style: "nocite: \"@*\"\n")
    #expect(ContinuousClock.now - start < .seconds(20))
  }
}
