internal import Foundation

/// Dates of a front matter.
enum CalendarDate {
  /// The date that a text means: `today` and `now` are the day of the report, which `SOURCE_DATE_EPOCH`
  /// fixes; any other text is returned unchanged.
  static func resolving(_ text: String) -> String {
    guard ["today", "now"].contains(text.lowercased()) else { return text }
    let fixed = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap(Double.init)
    let date = fixed.map { Date(timeIntervalSince1970: $0) } ?? Date()
    return String(date.formatted(.iso8601).prefix(10))
  }
}
