import Foundation
import Testing

@Suite struct CheckCommandTests {
  @Test("JSON contains everything that the lines contain")
  func json() throws {
    let folder = try Folder()
    try folder.write(
      "# A\n\n```swift\nlet a: Int = \"b\"\n```\n\n{{< include _part.md >}}\n\n![](x.png)\n",
      to: "a.md")
    try folder.write("See @fig-none.\n", to: "_part.md")
    try folder.write("text\n", to: "b.md")
    let lines = try Command(["check", "a.md", "b.md"], in: folder)
    let json = try Command(["check", "a.md", "b.md", "--json"], in: folder)
    #expect(lines.status == 1 && json.status == 1)
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(summary["notebooks"] as? Int == 2)
    #expect(summary["errors"] as? Int == 3)
    #expect(summary["warnings"] as? Int == 1)
    let items = try #require(summary["diagnostics"] as? [[String: Any]])
    let rebuilt = items.map { item in
      "\(item["path"] ?? ""):\(item["line"] ?? 0):\(item["column"] ?? 0): "
        + "\(item["severity"] ?? ""): \(item["message"] ?? "")\n"
    }
    #expect(rebuilt.joined() == lines.output)
    #expect(lines.output.contains("_part.md:1:5: error: "))
  }

  @Test("runs nothing and leaves only its cache")
  func runsNothing() throws {
    let folder = try Folder()
    try folder.write(
      "```swift\nimport Foundation\ntry \"x\".write(toFile: \"made.txt\", atomically: true, "
        + "encoding: .utf8)\nfatalError()\n```\n", to: "note.md")
    let check = try Command(["check", "note.md"], in: folder)
    #expect(check.status == 0 && check.output.isEmpty && check.errors.isEmpty)
    #expect(folder.files.allSatisfy { $0 == "note.md" || $0.hasPrefix(".runbook/") })
  }

  @Test(
    "a mistake in one of a hundred cells is found at its location, once, with its consequences")
  func manyCells() throws {
    let folder = try Folder()
    var text = ""
    for cell in 0..<100 {
      let before = cell == 0 ? "1" : "v\(cell - 1) + 1"
      text += "```swift\nlet v\(cell) = \(cell == 60 ? "wrong" : before)\n```\n\n"
    }
    try folder.write(text + "The last is `{swift} v40 + \"x\"`.\n", to: "note.md")
    let check = try Command(["check", "note.md"], in: folder)
    #expect(
      check.output == """
        note.md:242:11: error: cannot find 'wrong' in scope
        note.md:401:26: error: binary operator '+' cannot be applied to operands of type 'Int' and \
        'String'

        """)
  }

  @Test("cells checked together give the same diagnostics as one by one")
  func meaning() throws {
    let folder = try Folder()
    let cells = [
      // A name that is declared again, a private one, and one that the engine has too.
      "let x = 1", "let x = \"two\"", "print(x.uppercased())",
      "private func secret() -> Int { 1 }\nprint(secret())",
      "func secret() -> String { \"s\" }", "print(secret().count)",
      // An extension is not known above itself.
      "print(3.doubled)", "extension Int { var doubled: Int { self * 2 } }", "print(3.doubled)",
      // Nor is a function; and an import reaches downwards only.
      "print(later())", "func later() -> Int { 5 }", "print(later())",
      "print(Date())", "import Foundation", "print(Date())",
      "infix operator <+>: AdditionPrecedence\nfunc <+> (a: Int, b: Int) -> Int { a + b }",
      "print(1 <+> 2)",
    ]
    try folder.write(
      cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n"), to: "note.md")
    let check = try Command(["check", "note.md"], in: folder)
    let found = check.output.split(separator: "\n").map {
      $0.split(separator: ":")[1] + ":" + $0.split(separator: ":").last!
    }
    #expect(
      found == [
        "27: value of type 'Int' has no member 'doubled'", "39: cannot find 'later' in scope",
        "51: cannot find 'Date' in scope",
      ], "\(check.output)")
  }
}
