/// Labels that authors give to elements in order to refer to them: `fig-maps`, `eq-loss`.
///
/// A label of any form names the element that carries it. One with a known prefix names an element of
/// that kind only, and a reference to it is known to be one even if nothing has the label.
package enum Label {
  /// The kind of element that a label names.
  package enum Kind: String, CaseIterable, Codable, Hashable, Sendable {
    case figure = "fig"
    case table = "tbl"
    case listing = "lst"
    case equation = "eq"
    case section = "sec"
    case theorem = "thm"
    case lemma = "lem"
    case corollary = "cor"
    case proposition = "prp"
    case conjecture = "cnj"
    case definition = "def"
    case example = "exm"
    case exercise = "exr"
    case solution = "sol"
    case remark = "rem"

    /// The word before a number in a reference: "Figure", "그림".
    package func word(language: String) -> String {
      let isKorean = Label.isKorean(language)
      return switch self {
      case .figure: isKorean ? "그림" : "Figure"
      case .table: isKorean ? "표" : "Table"
      case .listing: isKorean ? "코드" : "Listing"
      case .equation: isKorean ? "식" : "Equation"
      case .section: isKorean ? "절" : "Section"
      case .theorem: isKorean ? "정리" : "Theorem"
      case .lemma: isKorean ? "보조정리" : "Lemma"
      case .corollary: isKorean ? "따름정리" : "Corollary"
      case .proposition: isKorean ? "명제" : "Proposition"
      case .conjecture: isKorean ? "추측" : "Conjecture"
      case .definition: isKorean ? "정의" : "Definition"
      case .example: isKorean ? "예제" : "Example"
      case .exercise: isKorean ? "연습" : "Exercise"
      case .solution: isKorean ? "풀이" : "Solution"
      case .remark: isKorean ? "참고" : "Remark"
      }
    }

    /// Whether elements of this kind are theorems, definitions, exercises and the like.
    package var isTheorem: Bool {
      switch self {
      case .figure, .table, .listing, .equation, .section: false
      case .theorem, .lemma, .corollary, .proposition, .conjecture, .definition, .example,
        .exercise, .solution, .remark:
        true
      }
    }

    /// A reference as the reader sees it: "Figure 3", "그림 3"; Korean counts sections, "1.2절".
    package func phrase(number: String, language: String) -> String {
      let word = word(language: language)
      if self == .section, word == "절" { return number + word }
      return "\(word) \(number)"
    }
  }

  /// Whether a language tag, BCP 47, names Korean.
  static func isKorean(_ language: String) -> Bool {
    language == "ko" || language.hasPrefix("ko-")
  }

  /// The kind of element that `label` names; `nil` without a known prefix.
  package static func kind(of label: String) -> Kind? {
    guard let dash = label.firstIndex(of: "-"), label.index(after: dash) < label.endIndex else {
      return nil
    }
    return Kind(rawValue: String(label[..<dash]))
  }

  /// Whether a label of this form may be given to an element of this kind.
  package static func isAllowed(_ label: String, for kind: Kind) -> Bool {
    // A section about a definition may be called after it.
    self.kind(of: label).map { $0 == kind || kind == .section && $0.isTheorem } ?? true
  }

  /// Whether a label has only letters, digits, `-`, `_`, `:` and `.`, and begins with a letter.
  package static func isValid(_ label: String) -> Bool {
    guard let first = label.unicodeScalars.first, first.properties.isAlphabetic else {
      return false
    }
    return label.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
        || "-_:.".unicodeScalars.contains($0)
    }
  }
}
