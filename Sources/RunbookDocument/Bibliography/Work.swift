package import RunbookFiles

/// A work of a bibliography as its file describes it.
struct Work: Hashable, Sendable {
  /// The notation of the text in the fields.
  enum Notation: Hashable, Sendable {
    case latex
    /// Plain text with a few HTML tags, as in CSL JSON.
    case html
  }

  var key: String
  /// The type in BibTeX's terms, lower-case: `article`, `inproceedings`.
  var type: String
  /// By BibTeX's lower-case names.
  var fields: [String: String] = [:]
  /// The names of a CSL file, which are divided already; by `author` and `editor`.
  var names: [String: [PersonName]] = [:]
  var notation = Notation.latex
  var location: SourceLocation

  /// The field with the first of these names that is stated and not empty.
  func field(_ names: String...) -> String? {
    for name in names {
      if let text = fields[name], text.contains(where: { !$0.isWhitespace && !"{}".contains($0) }) {
        return text
      }
    }
    return nil
  }
}
