/// Gives headings the same ids as code hosts do, with Hangul kept and no id used twice.
struct HeadingIdentifiers {
  /// The last number appended to each id, 0 for none.
  private var uses: [String: Int] = [:]

  /// The id of a heading with this text: `Hello 제목!` becomes `hello-제목`, then `hello-제목-1`.
  ///
  /// - Complexity: amortised O(length of the text).
  mutating func identifier(for text: String) -> String {
    let slug = Self.slug(text)
    guard var count = uses[slug] else {
      uses[slug] = 0
      return slug
    }
    var identifier = slug
    while uses[identifier] != nil {
      count += 1
      identifier = "\(slug)-\(count)"
    }
    uses[slug] = count
    uses[identifier] = 0
    return identifier
  }

  /// Reserves an id that the author chose, so that no other heading gets it.
  ///
  /// - Returns: whether it was free.
  @discardableResult
  mutating func reserve(_ identifier: String) -> Bool {
    guard uses[identifier] == nil else { return false }
    uses[identifier] = 0
    return true
  }

  /// The id that code hosts derive from a text: in lower case, blanks as hyphens, and without
  /// punctuation.
  static func slug(_ text: String) -> String {
    var slug = ""
    for scalar in text.lowercased().unicodeScalars {
      switch scalar {
      case " ", "\t", "\n", "-": slug.unicodeScalars.append("-")
      case "_": slug.unicodeScalars.append("_")
      default:
        let properties = scalar.properties
        if properties.isAlphabetic || properties.numericType != nil
          || properties.generalCategory == .nonspacingMark
        {
          slug.unicodeScalars.append(scalar)
        }
      }
    }
    return slug.allSatisfy { $0 == "-" } ? "section" : slug
  }
}
