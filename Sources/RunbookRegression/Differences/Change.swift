internal import RunbookDrawing

/// One thing that is not the same in two outputs.
package struct Change: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// A number moved too far. The texts are what the reader sees, the values what was compared.
    case number(old: NumberToken, new: NumberToken, tolerance: Tolerance?)
    /// Words, a name or a setting became others.
    case words(old: String, new: String)
    /// Said in full by the text.
    case statement(String)
  }

  /// Where in the output, for example `series “loss”, x = 3`; `nil` where that goes without saying.
  package var place: String?
  package var content: Content

  package init(_ content: Content, at place: String? = nil) {
    self.content = content
    self.place = place
  }

  /// A number that moved from `old` to `new`.
  package static func number(
    _ old: Double, _ new: Double, tolerance: Tolerance?, at place: String? = nil
  ) -> Change {
    let texts = NumberText.pair(old, new)
    return Change(
      .number(
        old: NumberToken(text: texts.0, value: old, isInteger: false),
        new: NumberToken(text: texts.1, value: new, isInteger: false),
        tolerance: tolerance),
      at: place)
  }

  /// The accepted text and the new one; `nil` for a statement.
  package var texts: (old: String, new: String)? {
    switch content {
    case .number(let old, let new, _): (old.text, new.text)
    case .words(let old, let new): (old, new)
    case .statement: nil
    }
  }
}

extension Change: CustomStringConvertible {
  /// One line, for example `series “loss”, x = 3: 0.124 → 0.131 (rtol 0.001)`.
  package var description: String {
    let parts = parts
    switch content {
    case .statement(let text): return parts.place + text
    case .number, .words:
      let texts = parts.texts!
      return parts.place + "\(texts.old) → \(texts.new)\(parts.measure)"
    }
  }

  /// The pieces of the description: where, from what to what, by what measure.
  var parts: (place: String, texts: (old: String, new: String)?, measure: String) {
    var measure = ""
    if case .number(let old, let new, let tolerance?) = content,
      !(tolerance.integersAreExact && old.isInteger && new.isInteger)
    {
      measure = " (\(tolerance))"
    }
    return (place.map { "\($0): " } ?? "", texts, measure)
  }
}
