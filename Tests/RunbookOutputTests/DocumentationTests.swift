import Foundation
import RunbookOutput
import Testing

/// Pages of the documentation list all cases of what they describe.
@Suite struct DocumentationTests {
  /// The first cells of the table whose head begins with `title`, without backquotes.
  private func firstColumn(_ title: String, of page: String) throws -> [String] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(page)
    let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    let head = try #require(lines.firstIndex { $0.hasPrefix("| \(title) |") }, "\(page)")
    return lines.dropFirst(head + 2).prefix { $0.hasPrefix("| `") }.map { line in
      String(line.dropFirst(3).prefix { $0 != "`" })
    }
  }

  @Test("docs/figures.md describes every style of series, in a separate row")
  func seriesStyles() throws {
    let described = try firstColumn("style", of: "docs/figures.md")
    #expect(described.sorted() == Plot.Series.Style.allCases.map { "\($0)" }.sorted())
  }

  @Test("docs/figures.md shows a call of every style of series")
  func calls() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/figures.md")
    let page = try String(contentsOf: file, encoding: .utf8)
    for style in Plot.Series.Style.allCases {
      #expect(page.contains("| `\(style)` | `.\(style)("), "\(style)")
    }
  }

  @Test(
    "docs/output.md and docs/regression-tests.md describe every kind of output, in a separate row",
    arguments: ["docs/output.md", "docs/regression-tests.md"])
  func outputKinds(page: String) throws {
    let described = try firstColumn("kind", of: page)
    #expect(described.sorted() == Output.Kind.allCases.map(\.rawValue).sorted())
  }
}
