internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// The values of expressions in prose, in their order, each compared as text.
struct InlineComparison {
  let path: String
  let rules: NotebookRules
  let strategies: OutputStrategies

  func cases(_ old: [InlineValue], _ new: [InlineValue]) -> [ComparedOutput] {
    guard rules.document.isTested else {
      return new.map { value in
        ComparedOutput(
          label: nil, cell: 0, file: place(value.index).file, line: place(value.index).line,
          output: value.index, kind: Self.kind, outcome: .skipped)
      }
    }
    return Alignment.cheapest(old.count, new.count) {
      changes(Self.output(old[$0]), Self.output(new[$1])).isEmpty ? 0 : 1
    }.map { pair in
      let before = pair.old.map { Self.output(old[$0]) }
      let after = pair.new.map { Self.output(new[$0]) }
      let index = pair.new.map { new[$0].index } ?? pair.old.map { old[$0].index }!
      let changes = changes(before, after)
      let item = Difference(
        path: path, cell: 0, file: place(index).file, line: place(index).line, output: index,
        kind: Self.kind, changes: changes, old: before, new: after, rules: rules.document)
      guard changes.isEmpty else { return ComparedOutput(item) }
      return ComparedOutput(
        label: nil, cell: 0, file: item.file, line: item.line, output: index, kind: Self.kind,
        outcome: .passed)
    }
  }

  /// The kind of such a value in messages.
  static let kind = "inline"

  private func place(_ index: Int) -> SourceLocation {
    rules.inlinePlaces[index] ?? SourceLocation(line: 1)
  }

  private func changes(_ old: Output?, _ new: Output?) -> [Change] {
    switch (old, new) {
    case (let old?, let new?): strategies.changes(old, new, rules.document)
    case (nil, let new?): [Change(.statement("is new: \(new.summary)"))]
    case (let old?, nil): [Change(.statement("is gone: \(old.summary)"))]
    case (nil, nil): []
    }
  }

  /// The value as an output, so that it is compared and shown like one.
  private static func output(_ value: InlineValue) -> Output {
    value.failure.map { .failure($0) }
      ?? .text(TextOutput(stream: .standardOutput, text: value.text))
  }
}
