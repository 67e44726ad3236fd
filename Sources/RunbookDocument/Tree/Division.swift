package import RunbookFiles

/// A part of a document that is set apart from the text around it: a box, a theorem, tabs, columns.
package struct Division: Hashable, Sendable {
  /// The kinds of division.
  package indirect enum Kind: Hashable, Sendable {
    case callout(Callout)
    /// A theorem, a definition, an exercise; each kind is counted on its own.
    case theorem(Label.Kind, isNumbered: Bool)
    /// A proof, which has no number.
    case proof
    /// Parts of which one is shown at a time; the division's content stands above them.
    case tabs([Tab])
    /// A note beside the text.
    case margin
    /// Columns side by side; each is a division of the kind `column`.
    case columns
    /// A column, with its share of the width in percent if the author states it.
    case column(share: Int?)
    /// Blocks in a grid.
    case grid(columns: Int)
    /// A figure, table or listing that consists of other blocks, with one caption for all.
    case float(Label.Kind, columns: Int?)
    /// Content for other formats, verbatim; it is not shown.
    case hidden(source: String)
    /// Content that is read and has effects, such as the macros that it defines, but is not shown.
    case invisible
    /// A division without a meaning here, shown as its content.
    case plain
  }

  /// A part of a division with tabs.
  package struct Tab: Hashable, Sendable {
    package var title: [Inline]
    package var content: [Block]
    package var range: SourceRange

    package init(title: [Inline], content: [Block], range: SourceRange) {
      self.title = title
      self.content = content
      self.range = range
    }
  }

  package var kind: Kind
  /// The id that the author gives; for a theorem or a float, its label.
  package var identifier: String?
  /// The attributes verbatim that the kind does not express, for writing them again: `.smaller`.
  package var attributes: String
  /// The words of the title; empty if there are none.
  package var title: [Inline]
  /// The number of a theorem; number and words of a float.
  package var caption: Caption?
  package var content: [Block]
  /// The position of a division with tabs among those of the document, from 1; for ids of the page.
  package var number = 0

  package init(
    _ kind: Kind, identifier: String? = nil, attributes: String = "", title: [Inline] = [],
    caption: Caption? = nil, content: [Block] = []
  ) {
    self.kind = kind
    self.identifier = identifier
    self.attributes = attributes
    self.title = title
    self.caption = caption
    self.content = content
  }

  /// Whether this is a theorem, a proof or the like, which has a name and no frame.
  package var isTheoremLike: Bool {
    switch kind {
    case .theorem, .proof: true
    default: false
    }
  }

  /// Visits the inlines and blocks of the division, piece by piece in order.
  func visitParts(blocks visit: ([Block]) -> Void, inlines visitInlines: ([Inline]) -> Void) {
    visitInlines(title)
    visit(content)
    if case .tabs(let tabs) = kind {
      for tab in tabs {
        visitInlines(tab.title)
        visit(tab.content)
      }
    }
    if let caption { visitInlines(caption.content) }
  }

  /// Changes the inlines and blocks of the division, piece by piece in order.
  mutating func forEachPart(
    blocks change: (inout [Block]) -> Void, inlines changeInlines: (inout [Inline]) -> Void
  ) {
    changeInlines(&title)
    change(&content)
    if case .tabs(var tabs) = kind {
      kind = .plain
      for index in tabs.indices {
        changeInlines(&tabs[index].title)
        change(&tabs[index].content)
      }
      kind = .tabs(tabs)
    }
    if caption != nil { changeInlines(&caption!.content) }
  }

  /// Removes the locations of the division, but not those of its content.
  mutating func removePlaces(_ nowhere: SourceRange) {
    caption?.range = nowhere
    number = 0
    guard case .tabs(var tabs) = kind else { return }
    for index in tabs.indices { tabs[index].range = nowhere }
    kind = .tabs(tabs)
  }
}
