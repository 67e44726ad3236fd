internal import RunbookFiles

/// Reads the `macros:` of a front matter: commands of formulas and what they stand for.
enum MacroDecoder {
  /// Adds the macros to `macros`, over those of the same name.
  static func decode(_ node: YAMLNode, into macros: inout MacroTable, log: inout DiagnosticLog) {
    guard !node.isNull else { return }
    guard case .mapping(let entries) = node.value else {
      return log.error(
        "'macros' is \(node.summary); write 'name: LaTeX' for each", at: node.location)
    }
    for (key, value) in entries {
      guard let name = key.text, Macro.isName(name) else {
        log.error(
          "'\(key.text ?? key.summary)' is not the name of a command; write letters, such as '\\R'",
          at: key.location)
        continue
      }
      // MathJax also takes a list of the body and the number of parameters.
      var body = value
      if case .sequence(let parts) = value.value, let first = parts.first { body = first }
      guard let text = body.text, !body.isNull else {
        log.error(
          "'\(name)' is \(value.summary); write what it stands for, such as '\\mathbb{R}'",
          at: value.location)
        continue
      }
      macros.define(Macro(name: name, body: text))
    }
  }
}
