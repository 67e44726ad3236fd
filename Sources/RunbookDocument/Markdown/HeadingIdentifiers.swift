/// Gives headings the same ids as code hosts do, with Hangul kept and no id used twice.
struct HeadingIdentifiers {
  private var uses: [String: Int] = [:]

  /// The id of a heading with this text: `Hello 제목!` becomes `hello-제목`, then `hello-제목-1`.
  mutating func identifier(for text: String) -> String {
    let slug = Self.slug(text)
    var identifier = slug
    while let count = uses[identifier] {
      uses[identifier] = count + 1
      identifier = "\(slug)-\(count)"
    }
    uses[identifier] = 1
    return identifier
  }

  /// Reserves an id that the author chose, so that no other heading gets it.
  mutating func reserve(_ identifier: String) {
    uses[identifier, default: 1] += 0
  }

  private static func slug(_ text: String) -> String {
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
    while slug.first == "-" { slug.removeFirst() }
    while slug.last == "-" { slug.removeLast() }
    return slug.isEmpty ? "section" : slug
  }
}
