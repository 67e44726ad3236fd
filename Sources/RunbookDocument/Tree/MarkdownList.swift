package import RunbookFiles

/// A list, with or without numbers.
package struct MarkdownList: Hashable, Sendable {
  /// One entry of a list.
  package struct Item: Hashable, Sendable {
    /// Whether the task is done; `nil` for an item that is not a task.
    package var isDone: Bool?
    package var content: [Block]
    package var range: SourceRange

    package init(isDone: Bool? = nil, content: [Block], range: SourceRange) {
      self.isDone = isDone
      self.content = content
      self.range = range
    }
  }

  /// The number of the first item; `nil` for a list without numbers.
  package var start: Int?
  /// Whether no blank lines separate the items, so that they are set without space between them.
  package var isTight: Bool
  package var items: [Item]

  package init(start: Int? = nil, isTight: Bool, items: [Item]) {
    self.start = start
    self.isTight = isTight
    self.items = items
  }
}
