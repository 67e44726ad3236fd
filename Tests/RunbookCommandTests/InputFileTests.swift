import Foundation
import Testing

/// Which files are read as notes, and what their notes name.
@Suite struct InputFileTests {
  private func decomposed(_ text: String) -> String { text.decomposedStringWithCanonicalMapping }

  @Test(
    "notes of other tools are read where they are, under any case of the extension",
    arguments: ["a.markdown", "b.qmd", "c.Rmd", "d.livemd", "e.MD", "f.rmd"])
  func extensions(name: String) throws {
    let folder = try Folder()
    try folder.write(
      "# Title\n\nText.\n\n<!-- livebook:{\"output\":true} -->\n\n```{r depth, echo=FALSE}\nplot(depth)\n```\n",
      to: name)
    let stem = String(name.prefix(1))
    let render = try Command([name, "-q"], in: folder)
    #expect(render.status == 0 && render.errors.isEmpty, "\(render.errors)")
    #expect(render.output == "outputs/\(stem)/report.html\n")
    let page = try #require(folder.read("outputs/\(stem)/report.html"))
    #expect(!page.contains("echo=FALSE") && !page.contains("livebook:"))
    #expect(try Command(["check", "."], in: folder).status == 0)
    #expect(try Command(["list", "."], in: folder).output.contains(name))
  }

  @Test("two notes of one name and other extensions have outputs of their own")
  func sameStem() throws {
    let folder = try Folder()
    for name in ["a.md", "a.qmd", "a.Rmd"] { try folder.write("# \(name)\n", to: name) }
    let render = try Command([".", "-q"], in: folder)
    #expect(
      render.output
        == "outputs/a.Rmd/report.html\noutputs/a/report.html\noutputs/a.qmd/report.html\n")
  }

  @Test("a note is read from standard input")
  func standardInput() throws {
    let folder = try Folder()
    try folder.write("part\n", to: "_part.md")
    let text = "# From a pipe\n\n{{< include _part.md >}}\n\n@fig-none\n"
    let check = try Command(["check", "-"], in: folder, input: text)
    #expect(
      check.output
        == "<stdin>:5:1: error: nothing has the label 'fig-none'; give something this label\n")
    let render = try Command(["-", "-q"], in: folder, input: "# From a pipe\n")
    #expect(render.output == "outputs/stdin/report.html\n")
    #expect(folder.read("outputs/stdin/report.html")?.contains("From a pipe") == true)
    let test = try Command(["test", "-"], in: folder, input: text)
    #expect(test.status == 1)
    #expect(test.errors.contains("standard input can be rendered and checked only"))
  }

  @Test("folders, pipes and sockets named like notes are left out of folders, and errors by name")
  func special() throws {
    let folder = try Folder()
    try folder.write("# A\n", to: "a.md")
    try folder.write("# B\n", to: "dir.md/b.md")
    #expect(mkfifo(folder.path + "/pipe.md", 0o644) == 0)
    let check = try Command(["check", "."], in: folder)
    #expect(check.status == 0 && check.output.isEmpty)
    let pipe = try Command(["check", "pipe.md"], in: folder)
    #expect(pipe.output == "pipe.md:1:1: error: this is not a regular file; name a notebook\n")
    #expect(try Command(["list", "."], in: folder).output.contains("dir.md/b.md"))
  }

  @Test("a note, what it includes and what it depends on are found in either normal form")
  func normalForms() throws {
    let folder = try Folder()
    try folder.write(
      "# 이름\n\n{{< include _조각.md >}}\n\n```swift\n//| deps: 자료.txt\nimport Foundation\n"
        + "print(try String(contentsOfFile: \"\(decomposed("자료.txt"))\", encoding: .utf8).count)\n```\n",
      to: decomposed("노트.md"))
    try folder.write("조각의 글.\n", to: decomposed("_조각.md"))
    try folder.write("12345\n", to: decomposed("자료.txt"))
    for name in ["노트.md", decomposed("노트.md")] {
      let render = try Command([name, "-q"], in: folder)
      #expect(render.status == 0 && render.errors.isEmpty, "\(render.errors)")
      let page = folder.read("outputs/노트/report.html") ?? ""
      #expect(page.contains("조각의 글."))
    }
    try folder.write("1234567890\n", to: decomposed("자료.txt"))
    #expect(try Command(["노트.md", "-q"], in: folder).status == 0)
    #expect(folder.read("outputs/노트/report.html")?.contains(">11</pre>") == true)
  }

  @Test("a cell that cannot find a decomposed name by its composed one gets a warning")
  func decomposedName() throws {
    let folder = try Folder()
    try folder.write("# A\n\n```swift\n//| deps: 자료.txt\nprint(1)\n```\n", to: "a.md")
    try folder.write("1\n", to: decomposed("자료.txt"))
    let check = try Command(["check", "a.md"], in: folder)
    #expect(check.status == 0)
    #expect(
      check.output.hasPrefix("a.md:4:11: warning: the name '자료.txt' is decomposed on the disk"))
  }

  @Test("a name in the code of a cell that the disk has in another form is a warning at its place")
  func nameInCode() throws {
    let folder = try Folder()
    try folder.write(
      "# A\n\n- ```swift\n  print(1)\n  let 글 = \"값 하나.\", 길 = \"자료.txt\"\n  ```\n", to: "a.md")
    try folder.write("1\n", to: decomposed("자료.txt"))
    let check = try Command(["check", "a.md"], in: folder)
    #expect(
      check.output.hasPrefix("a.md:5:25: warning: the name '자료.txt' is decomposed on the disk"),
      "\(check.output)")
  }

  @Test("a file in 'deps' that is not there is an error at its entry, with the nearest name")
  func dependencies() throws {
    let folder = try Folder()
    try folder.write(
      "# A\n\n```swift\n//| deps: [data/a.csv, data, dta.csv]\nprint(1)\n```\n\n{{< include parts/_p.md >}}\n",
      to: "a.md")
    try folder.write(
      "> ```swift\n> //| deps:\n> //|   - 데이터/줄줄.csv\n> //|   - 데이터/점.csv\n> //|   - own.csv\n> print(2)\n> ```\n",
      to: "parts/_p.md")
    for name in ["data/a.csv", "data.csv", "데이터/줄.csv", "데이터/점.csv", "parts/own.csv"] {
      try folder.write("1\n", to: name)
    }
    let check = try Command(["check", "a.md"], in: folder)
    #expect(
      check.output == """
        a.md:4:30: error: 'dta.csv' in 'deps' is not there; did you mean 'data.csv'?
        parts/_p.md:3:11: error: '데이터/줄줄.csv' in 'deps' is not there; did you mean '데이터/줄.csv'?
        parts/_p.md:5:11: error: 'own.csv' in 'deps' is not there; paths in 'deps' start from the \
        notebook's folder; write 'parts/own.csv'

        """)
  }

  @Test("a file of Swift is included as a cell, with its mistakes at its own lines")
  func swiftInclude() throws {
    let folder = try Folder()
    try folder.write(
      "# A\n\n{{< include 도구/sum.swift >}}\n\n```swift\nprint(\"sum\", sum(3, 4))\n```\n",
      to: "a.md")
    try folder.write(
      "// ``` a fence in a comment\nfunc sum(_ a: Int, _ b: Int) -> Int { a + b }\n",
      to: "도구/sum.swift")
    let render = try Command(["a.md", "-q"], in: folder)
    #expect(render.status == 0, "\(render.errors)")
    #expect(folder.read("outputs/a/report.html")?.contains("sum 7") == true)
    try folder.write("// a\nlet x: Int = \"b\"\n", to: "도구/sum.swift")
    let check = try Command(["check", "a.md"], in: folder)
    #expect(check.output.contains("도구/sum.swift:2:14: error: "))
  }

  @Test("an include that cannot be read says what to do, at its line")
  func otherIncludes() throws {
    let folder = try Folder()
    try folder.write("{{< include data.csv >}}\n\n  {{< include _prat.md >}}\n", to: "a.md")
    try folder.write("1,2\n", to: "data.csv")
    try folder.write("text\n", to: "_part.md")
    let check = try Command(["check", "a.md"], in: folder)
    #expect(
      check.output == """
        a.md:1:1: error: 'data.csv' is neither Markdown nor Swift; paste it into a fence, or read it in a \
        cell and name it in 'deps'
        a.md:3:3: error: '_prat.md' cannot be included: there is no such file; did you mean \
        '_part.md'?

        """)
  }
}
