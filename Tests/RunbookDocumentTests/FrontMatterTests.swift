import RunbookDocument
import RunbookFiles
import Testing

@Suite struct FrontMatterTests {
  private func frontMatter(_ yaml: String) -> FrontMatter {
    NotebookParser(path: "a.md").parse(Array("---\n\(yaml)\n---\ntext\n".utf8)).notebook?
      .frontMatter ?? FrontMatter()
  }

  private let parameters = """
    params:
      epochs: 5
      rate: 0.1
      name: adam
      fast: false
    """

  @Test("an override replaces the value and keeps the type")
  func overrides() {
    let (changed, errors) = frontMatter(parameters).overriding([
      ParameterOverride(name: "epochs", value: "7"), ParameterOverride(name: "rate", value: "1"),
      ParameterOverride(name: "name", value: "5"), ParameterOverride(name: "fast", value: "true"),
    ])
    #expect(errors.isEmpty)
    #expect(
      changed.parameters.map(\.value) == [.int(7), .double(1), .string("5"), .bool(true)])
  }

  @Test("a list is a parameter of one type")
  func lists() {
    let values = frontMatter(
      "params:\n  sizes: [8, 16]\n  rates: [1, 0.5]\n  names: [adam, \"a, b\", '7']\n  on: [true, false]"
    ).parameters.map(\.value)
    #expect(
      values == [
        .list([.int(8), .int(16)]), .list([.double(1), .double(0.5)]),
        .list([.string("adam"), .string("a, b"), .string("7")]),
        .list([.bool(true), .bool(false)]),
      ])
    #expect(
      values.map(\.text) == ["[8, 16]", "[1.0, 0.5]", "[adam, 'a, b', '7']", "[true, false]"])
  }

  @Test(
    "what is no list of one type is an error",
    arguments: ["[]", "[1, a]", "[[1], [2]]", "[{a: 1}]", "[1, ~]"])
  func wrongLists(list: String) {
    let parsed = NotebookParser(path: "a.md").parse(Array("---\nparams:\n  x: \(list)\n---\n".utf8))
    #expect(parsed.diagnostics.map(\.description).count == 1)
    #expect(
      parsed.diagnostics.first?.description.hasPrefix("a.md:3:6: error: parameter 'x' is") == true)
  }

  @Test(
    "an override of a list has the items with or without brackets",
    arguments: [
      ("1,2", [1, 2]), ("[3]", [3]), (" [ 4 , 5 ] ", [4, 5]), ("1;2", nil), ("[1, x]", nil),
      ("", nil),
      ("[1", nil),
    ] as [(String, [Int]?)])
  func listOverrides(text: String, expected: [Int]?) {
    let document = frontMatter("params:\n  sizes: [8]")
    let (changed, errors) = document.overriding([ParameterOverride(name: "sizes", value: text)])
    #expect(changed.parameters[0].value == .list((expected ?? [8]).map { .int($0) }))
    #expect(errors.isEmpty == (expected != nil))
  }

  @Test("texts of a list survive being written and read again")
  func quotedItems() {
    let texts = ["a, b", "it's", "[x]", " blank ", "true", "7", "#5", "", "한글", "a: b", "\\n"]
    let document = frontMatter("params:\n  names: [x]")
    let written = FrontMatter.Parameter.list(texts.map { .string($0) }).text
    let (changed, errors) = document.overriding([ParameterOverride(name: "names", value: written)])
    #expect(errors.isEmpty)
    #expect(changed.parameters[0].value == .list(texts.map { .string($0) }))
  }

  @Test(
    "keys of other tools are one warning, however near they are to ours",
    arguments: [
      "layout: post", "alias: x", "image: a.png\nfoo_bar: 1\ncssclass: wide", "zzz: 1",
    ])
  func foreignKeys(yaml: String) {
    let diagnostics = NotebookParser(path: "a.md").parse(Array("---\n\(yaml)\n---\nx\n".utf8))
      .diagnostics
    #expect(diagnostics.count == 1)
    #expect(diagnostics.first?.severity == .warning)
  }

  @Test(
    "a misspelt key is an error",
    arguments: ["titel", "titlle", "autor", "sed", "parms", "categoriess"])
  func misspeltKeys(key: String) {
    let diagnostics = NotebookParser(path: "a.md").parse(Array("---\n\(key): 1\n---\nx\n".utf8))
      .diagnostics
    #expect(diagnostics.count == 1)
    #expect(diagnostics.first?.severity == .error)
    #expect(diagnostics.first?.message.contains("did you mean") == true)
  }

  @Test("an override of the wrong type or of an unknown parameter is an error with advice")
  func wrongOverrides() {
    let (changed, errors) = frontMatter(parameters).overriding([
      ParameterOverride(name: "epochs", value: "7.5"), ParameterOverride(name: "epoch", value: "1"),
      ParameterOverride(name: "fast", value: "2"), ParameterOverride(name: "zebra", value: "1"),
    ])
    #expect(changed == frontMatter(parameters))
    #expect(
      errors.map(\.description) == [
        "parameter 'epochs' cannot be '7.5'; give a whole number",
        "the notebook has no parameter 'epoch'; did you mean 'epochs'?",
        "parameter 'fast' cannot be '2'; give true or false",
        "the notebook has no parameter 'zebra'; add it to 'params:' in the front matter",
      ])
  }

  @Test("the name of a parameter is the part of an argument before the first colon or equals sign")
  func arguments() {
    #expect(
      ParameterOverride(argument: "path:a:b") == ParameterOverride(name: "path", value: "a:b"))
    #expect(ParameterOverride(argument: "n=1") == ParameterOverride(name: "n", value: "1"))
    #expect(ParameterOverride(argument: ":1") == nil)
    #expect(ParameterOverride(argument: "n") == nil)
  }

  @Test("a file of parameters is read like params:")
  func parameterFile() {
    let (overrides, diagnostics) = ParameterFile.parse(
      Array("epochs: 3\nclass: 1\n".utf8), path: "p.yml")
    #expect(
      overrides == [
        ParameterOverride(
          name: "epochs", value: "3", path: "p.yml", location: SourceLocation(line: 1))
      ])
    #expect(
      diagnostics.map(\.description) == [
        "p.yml:2:1: error: 'class' is not a valid parameter name; write a Swift identifier such as learningRate"
      ])
  }

  @Test("a cell's option overrides the document's, and the document's overrides the default")
  func precedence() {
    let document = frontMatter("execute: {echo: false, timeout: 9}")
    var options = CellOptions()
    #expect(EffectiveOptions(options, in: document).echo == false)
    #expect(EffectiveOptions(options, in: document).timeout == 9)
    #expect(EffectiveOptions(options, in: FrontMatter()).echo)
    options.echo = true
    options.timeout = 3
    #expect(EffectiveOptions(options, in: document).echo)
    #expect(EffectiveOptions(options, in: document).timeout == 3)
    options.include = false
    #expect(!EffectiveOptions(options, in: document).echo)
  }

  @Test("a reference is worded in the language of the document")
  func words() {
    #expect(Label.Kind.figure.phrase(number: "3", language: "en") == "Figure 3")
    #expect(Label.Kind.figure.phrase(number: "3", language: "ko-KR") == "그림 3")
    #expect(Label.Kind.section.phrase(number: "1.2", language: "ko") == "1.2절")
    #expect(Label.Kind.equation.phrase(number: "1", language: "ko") == "식 1")
  }
}
