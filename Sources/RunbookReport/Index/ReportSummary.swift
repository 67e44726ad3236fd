internal import RunbookFiles
internal import RunbookOutput

/// The facts about a report that the index and `runbook list` show: `report.json` beside the page.
package struct ReportSummary: Codable, Hashable, Sendable {
  /// The file's name in the report's folder.
  package static let fileName = "report.json"

  package var title: String
  /// BCP 47.
  package var language: String
  package var subtitle: String?
  /// The date as written by the author; ISO 8601 if reports are to be sorted by it.
  package var date: String?
  package var authors: [String] = []
  package var tags: [String] = []
  package var claims = 0
  package var claimsHeld = 0
  /// The number of unexpected failures of cells.
  package var failures = 0

  package init(title: String, language: String) {
    self.title = title
    self.language = language
  }

  /// Reads the summary of the report in a folder; `nil` if there is none.
  package init?(folder: String) {
    guard let bytes = try? FileAccess.read("\(folder)/\(Self.fileName)", upTo: 1 << 20),
      let summary = try? OutputJSON.decode(Self.self, from: bytes)
    else { return nil }
    self = summary
  }

  /// The bytes of the file.
  var json: [UInt8] {
    (try? OutputJSON.encode(self, pretty: true)).map { [UInt8]($0) } ?? []
  }
}
