internal import RunbookFiles

/// The beginning of a division as its first lines state it.
struct DivisionOpening {
  /// Markdown in the first lines, with its place.
  struct Words {
    var text: String
    var place: TextPlace
  }

  /// How the blocks of the division become nodes when it ends.
  enum Role: Equatable {
    /// As the content of the division.
    case division
    /// As one of the tabs of the division around it.
    case tab
    /// As a picture and its caption.
    case figure(path: String)
    /// As a table; of a list, each item is a row.
    case table(headerRows: Int)
    case quotation
    /// As the table of contents.
    case contents
    /// As the list of references.
    case bibliography
    /// Not at all, with a warning.
    case nothing(advice: String)
  }

  var division: Division
  var role = Role.division
  /// The title, the name of a theorem, or the caption of a table.
  var title: Words?
  /// The beginning of the content that stands in the first line.
  var text: Words?
  /// The attributes that belong to the picture of a figure.
  var attributes = BracedAttributes()
  /// Whether the part joins tabs right before it, and ends with the text around it at the latest.
  var joinsTabs = false
  /// Whether a tab that is still open ends before it.
  var endsTab = false
  /// Whether a heading at the beginning of the content is the title.
  var takesHeading = true
  /// The warning that the author gets, if any.
  var warning: String?
  /// The first line as it is written, for messages.
  var sign: String

  /// The kind of element that the division's label names; `nil` if it can have no label.
  var labelledKind: Label.Kind? {
    switch (role, division.kind) {
    case (.figure, _): .figure
    case (.table, _): .table
    case (.division, .theorem(let kind, _)), (.division, .float(let kind, _)): kind
    default: nil
    }
  }

  /// The label of the division; `nil` if it has no id, or one that can be no label.
  var label: String? {
    guard let kind = labelledKind, let identifier = division.identifier,
      Label.isValid(identifier), Label.isAllowed(identifier, for: kind)
    else { return nil }
    return identifier
  }

  init(division: Division, sign: String) {
    self.division = division
    self.sign = sign
  }
}
