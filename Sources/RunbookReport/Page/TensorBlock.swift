internal import RunbookDrawing
internal import RunbookOutput

/// A tensor on the page: its shape and, in brackets, its matrices.
struct TensorBlock {
  private let value: ValueOutput
  private let shape: [Int]
  private let words: ReportStrings

  /// - Returns: `nil` if the value is not a tensor with axes, or its numbers were not kept.
  init?(_ value: ValueOutput, words: ReportStrings) {
    guard let shape = value.shape, !shape.isEmpty else { return nil }
    self.value = value
    self.shape = shape
    self.words = words
    guard numbers != nil else { return nil }
  }

  private var excerpt: TensorExcerpt { TensorExcerpt(shape: shape) }

  /// The shown numbers, in the order of the excerpt.
  private var numbers: [Float]? {
    let positions = excerpt.positions
    if let excerpt = value.excerpt?.values {
      return excerpt.count == positions.count ? excerpt : nil
    }
    guard let all = value.numbers?.values, all.count == shape.reduce(1, *) else { return nil }
    return positions.map { all[$0] }
  }

  var html: String {
    let excerpt = excerpt
    let numbers = numbers ?? []
    let texts = TypesetNumber.matrix(numbers)
    var next = 0
    let slices = excerpt.slices.map { slice -> String in
      let rows = slice.rows.map { row -> String in
        let isGap = row.allSatisfy { $0 == nil }
        return "<tr>"
          + row.map { position in
            guard position != nil else {
              return "<td class=\"gap\">\(isGap ? "⋮" : "⋯")</td>"
            }
            defer { next += 1 }
            return "<td\(numbers[next] == 0 ? " class=\"dim\"" : "")>\(texts[next])</td>"
          }.joined() + "</tr>"
      }
      let name =
        slice.indices.isEmpty
        ? ""
        : "<p class=\"slice-name\">[\(slice.indices.map(String.init).joined(separator: ", "))]</p>"
      return "<div class=\"slice\">\(name)<table class=\"matrix\">\(rows.joined())</table></div>\n"
    }
    let rest =
      excerpt.omittedSlices > 0
      ? "<p class=\"slice-name\">\(words.moreSlices(excerpt.omittedSlices))</p>" : ""
    let isWide = (excerpt.slices.first?.rows.first?.count ?? 0) > 4
    return "<div class=\"value\">\(TextBlock.badge(value))<div class=\"tensor\">\n"
      + "<div class=\"slices scroller\"\(isWide ? " tabindex=\"0\"" : "")>\n"
      + slices.joined() + rest + "</div>\n" + summary + "</div></div>\n"
  }

  private var summary: String {
    guard shape.reduce(1, *) > 0 else { return "<p class=\"omitted\">\(words.noElements)</p>\n" }
    guard let summary = value.summary else { return "" }
    return "<p class=\"omitted\">\(HTML.escape(words.describe(summary)))</p>\n"
  }
}

extension ReportStrings {
  /// The statistics of a summary in one line.
  func describe(_ summary: TensorSummary) -> String {
    var parts = [String]()
    let hasNumbers = summary.least != 0 || summary.greatest != 0 || summary.mean != 0
    if hasNumbers || summary.notNumbers + summary.infinities == 0 {
      parts = [
        "\(least) \(TypesetNumber.short(summary.least, digits: 4))",
        "\(mean) \(TypesetNumber.short(summary.mean, digits: 4))",
        "\(greatest) \(TypesetNumber.short(summary.greatest, digits: 4))",
        "\(deviation) \(TypesetNumber.short(summary.standardDeviation, digits: 4))",
      ]
    }
    if summary.notNumbers > 0 {
      parts.append("\(TypesetNumber.fixed(Double(summary.notNumbers), digits: 0)) × NaN")
    }
    if summary.infinities > 0 {
      parts.append("\(TypesetNumber.fixed(Double(summary.infinities), digits: 0)) × ∞")
    }
    return parts.joined(separator: " · ")
  }
}
