import Foundation
import RunbookDocument
import Testing

@Suite struct DocumentationTests {
  private static let page: String = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appendingPathComponent("docs/notebook-format.md")
    return (try? String(contentsOf: path, encoding: .utf8)) ?? ""
  }()

  @Test(
    "the page on the format has a row for every option of a cell", arguments: CellOption.allCases)
  func options(_ option: CellOption) {
    let isDescribed = Self.page.split(separator: "\n").contains { line in
      line.hasPrefix("|")
        && line.split(separator: "|").first?.contains("`\(option.rawValue)`") == true
    }
    #expect(isDescribed)
  }
}
