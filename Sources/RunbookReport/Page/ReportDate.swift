internal import RunbookDrawing

/// A date of the front matter.
struct ReportDate: Sendable {
  private let year: Int
  private let month: Int
  private let day: Int

  /// - Parameter text: ISO 8601, `2026-03-09`; text after the day is ignored.
  init?(_ text: String) {
    let numbers = text.prefix(10).split(separator: "-").compactMap { Int($0) }
    guard numbers.count == 3, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else {
      return nil
    }
    (year, month, day) = (numbers[0], numbers[1], numbers[2])
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// - Parameter format: `iso`, `short` or `long`; any other value means `long`.
  func text(format: String?, words: ReportStrings) -> String {
    func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    switch format {
    case "iso", "YYYY-MM-DD", "short": return "\(year)-\(padded(month))-\(padded(day))"
    default:
      return words.isKorean
        ? "\(year)년 \(month)월 \(day)일" : "\(day) \(Self.months[month - 1]) \(year)"
    }
  }

  /// The date of a front matter as HTML; one that is not ISO 8601 is shown as it is.
  static func html(_ date: String, format: String? = nil, words: ReportStrings) -> String {
    let text = ReportDate(date)?.text(format: format, words: words) ?? date
    return "<time\(HTML.attribute("datetime", date))>\(HTML.escape(text))</time>"
  }
}
