import Foundation
import Testing

@Suite struct RegressionTests {
  private func note(_ number: String) -> String {
    "```swift\nprint(\"score \(number)\")\n```\n\n```swift\nimages(Tensor([0, 0.5, 0.75, 1], shape: [2, 2]))\n```\n"
  }

  @Test("a note is tested against what was accepted, and a changed number is named")
  func cycle() throws {
    let folder = try Folder()
    try folder.write(note("0.9732"), to: "notebooks/note.md")
    let first = try Command(["test", "notebooks"], in: folder)
    #expect(first.status == 1)
    #expect(first.output.contains("nothing is accepted yet"))
    #expect(!folder.files.contains { $0.hasPrefix("outputs/") })

    #expect(try Command(["accept", "notebooks"], in: folder).status == 0)
    let second = try Command(["test", "notebooks"], in: folder)
    #expect(second.status == 0, "\(second.output)")
    #expect(second.output.hasSuffix("2 passed, 0 failed\n"))

    try folder.write(note("0.9611"), to: "notebooks/note.md")
    let third = try Command(["test", "notebooks", "--junit", "junit.xml"], in: folder)
    #expect(third.status == 1)
    #expect(third.output.contains("notebooks/note.md:1: text: 0.9732 → 0.9611"), "\(third.output)")
    #expect(third.output.hasSuffix("1 passed, 1 failed\n"))
    #expect(try #require(folder.read("junit.xml")).contains("<failure"))

    let diff = try Command(["diff", "notebooks", "--html", "diff.html"], in: folder)
    #expect(diff.status == 1)
    #expect(diff.output.contains("0.9611"))
    #expect(try #require(folder.read("diff.html")).contains("0.9611"))
  }

  @Test("a note in which a cell failed is not accepted")
  func failed() throws {
    let folder = try Folder()
    try folder.write("```swift\nfatalError(\"no\")\n```\n", to: "notebooks/note.md")
    _ = try Command(["test", "notebooks"], in: folder)
    let accept = try Command(["accept", "notebooks"], in: folder)
    #expect(accept.status == 1)
    #expect(!folder.files.contains { $0.hasPrefix("outputs/") })
  }
}
