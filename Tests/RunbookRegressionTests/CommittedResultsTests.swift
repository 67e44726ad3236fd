import Foundation
import RunbookOutput
import RunbookRegression
import Testing

@Suite struct CommittedResultsTests {
  private static let outputs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("outputs")

  /// The folders of reports with accepted outputs.
  static let reports: [String] = {
    let files = FileManager.default.enumerator(atPath: outputs.path)?.compactMap { $0 as? String }
    return (files ?? []).filter { $0.hasSuffix("/accepted/results.json") }
      .map { String($0.dropLast("/accepted/results.json".count)) }.sorted()
  }()

  private func recording(_ path: String) throws -> Recording {
    try OutputJSON.decode(
      Recording.self, from: Data(contentsOf: Self.outputs.appendingPathComponent(path)))
  }

  @Test(
    "committed results are the accepted ones, and are read from files unchanged",
    arguments: reports)
  func accepted(report: String) throws {
    let accepted = try recording("\(report)/accepted/results.json")
    let results = try recording("\(report)/results.json")
    #expect(
      RecordingComparison(path: report, accepted: accepted, new: results).differences.isEmpty)
    let again = try OutputJSON.decode(Recording.self, from: OutputJSON.encode(results))
    #expect(
      RecordingComparison(path: report, accepted: results, new: again).differences.isEmpty)
  }
}
