import Foundation
import Testing

/// The snippets of `docs/engine.md`, as one program.
@Suite struct ManualTests {
  /// The Swift blocks of a page, without the import that each program has once.
  private static func snippets(_ page: String) -> [[Substring]] {
    var blocks: [[Substring]] = []
    var current: [Substring]?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```swift" {
        current = []
      } else if line == "```", let block = current {
        blocks.append(block)
        current = nil
      } else if line != "import CoreEngine" {
        current?.append(line)
      }
    }
    return blocks
  }

  /// What stands behind `//` on a line that prints.
  private static func stated(_ line: Substring) -> String? {
    guard line.hasPrefix("print("), let comment = line.range(of: "  // ") else { return nil }
    return String(line[comment.upperBound...])
  }

  /// Tensors are written without the line that names their shape, in one line.
  private static func shortened(_ output: String) -> String {
    output.replacing(/Tensor\[[0-9, ]*\]( float64)?\n/, with: "").replacing(/\n\s*/, with: " ")
      .trimmingCharacters(in: .whitespaces)
  }

  @Test("every snippet of the manual compiles, runs and prints what stands beside it")
  func manual() throws {
    let page = try String(
      contentsOf: Checkout.root.appendingPathComponent("docs/engine.md"), encoding: .utf8)
    let blocks = Self.snippets(page)
    #expect(blocks.count >= 9)
    // Each in a scope of its own; a mark ends what a line has printed.
    let mark = "\u{1}"
    var (program, expected) = ("import CoreEngine\n", [String]())
    for block in blocks {
      program += "do {\n"
      for line in block {
        program += line + "\n"
        if let text = Self.stated(line) {
          expected.append(text)
          program += "print(\"\\u{1}\", terminator: \"\")\n"
        } else if line.hasPrefix("print(") {
          expected.append("")
          program += "print(\"\\u{1}\", terminator: \"\")\n"
        }
      }
      program += "}\n"
    }
    let output = try CallerProgram.run(program, name: "main")
    let found = output.components(separatedBy: mark).dropLast().map(Self.shortened)
    #expect(found.count == expected.count && expected.count { !$0.isEmpty } >= 25)
    for (text, stated) in zip(found, expected) where !stated.isEmpty {
      #expect(text == stated)
    }
  }
}
