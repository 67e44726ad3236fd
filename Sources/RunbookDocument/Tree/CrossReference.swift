package import RunbookFiles

/// `@fig-x` in prose, or LaTeX's `\ref{x}`: a mention of an element that has a label.
package struct CrossReference: Hashable, Sendable {
  /// The words that a reference shows.
  package enum Form: Hashable, Sendable {
    /// The kind and the number: "Figure 3"; the words of a section without a number.
    case phrase
    /// The number alone: `[-@fig-x]`.
    case number
  }

  /// The label without `@`.
  package var label: String
  package var form: Form
  package var location: SourceLocation
  /// The element with that label; `nil` if there is none.
  package var target: ReferenceTarget?
  /// The command of LaTeX, such as `eqref`, or `@ref` of bookdown; `nil` for `@fig-x`.
  package var command: String?

  package init(
    label: String, form: Form = .phrase, location: SourceLocation, target: ReferenceTarget? = nil,
    command: String? = nil
  ) {
    self.label = label
    self.form = form
    self.location = location
    self.target = target
    self.command = command
  }

  /// Whether readers see only the number, as `[-@fig-x]` and LaTeX's `\ref` and `\eqref` show it.
  package var showsOnlyNumber: Bool {
    command.map { ["ref", "eqref", "@ref"].contains($0) } ?? (form == .number)
  }

  /// The number as readers see it: in parentheses after `\eqref`.
  package func phrase(of target: ReferenceTarget) -> String {
    let isParenthesized = command == "eqref" || (command == "@ref" && target.kind == .equation)
    return isParenthesized ? "(\(target.number))" : target.number
  }

  /// The reference as its author writes it.
  package var written: String {
    switch command {
    case nil: form == .number ? "[-@\(label)]" : "@\(label)"
    case "@ref"?: "\\@ref(\(label))"
    case let command?: "\\\(command){\(label)}"
    }
  }
}
