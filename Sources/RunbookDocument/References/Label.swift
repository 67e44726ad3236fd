/// Labels that authors give to elements in order to refer to them: `fig-maps`, `eq-loss`.
package enum Label {
  /// The kind of element that a label names, given by its prefix.
  package enum Kind: String, CaseIterable, Codable, Hashable, Sendable {
    case figure = "fig"
    case table = "tbl"
    case listing = "lst"
    case equation = "eq"
    case section = "sec"

    /// The word before a number in a reference: "Figure", "그림".
    package func word(language: String) -> String {
      let isKorean = language == "ko" || language.hasPrefix("ko-")
      return switch self {
      case .figure: isKorean ? "그림" : "Figure"
      case .table: isKorean ? "표" : "Table"
      case .listing: isKorean ? "코드" : "Listing"
      case .equation: isKorean ? "식" : "Equation"
      case .section: isKorean ? "절" : "Section"
      }
    }

    /// A reference as the reader sees it: "Figure 3", "그림 3"; Korean counts sections, "1.2절".
    package func phrase(number: String, language: String) -> String {
      let word = word(language: language)
      if self == .section, word == "절" { return number + word }
      return "\(word) \(number)"
    }
  }

  /// The kind of element that `label` names; `nil` without a known prefix.
  package static func kind(of label: String) -> Kind? {
    guard let dash = label.firstIndex(of: "-"), label.index(after: dash) < label.endIndex else {
      return nil
    }
    return Kind(rawValue: String(label[..<dash]))
  }

  /// The id of the element with this label. Labels of LaTeX have other signs, and no prefix that
  /// keeps them apart from the ids of headings.
  package static func identifier(of label: String) -> String {
    if kind(of: label) != nil { return label }
    let name = String(label.map { $0.isWhitespace ? "-" : $0 })
    return name.contains(":") ? name : "eq:\(name)"
  }

  /// Whether a label has only letters, digits, `-` and `_`, and begins with a letter.
  package static func isValid(_ label: String) -> Bool {
    guard let first = label.unicodeScalars.first, first.properties.isAlphabetic else {
      return false
    }
    return label.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_"
    }
  }

  /// The known prefixes, for messages.
  static let prefixes = "fig-, tbl-, lst-, eq- or sec-"
}
