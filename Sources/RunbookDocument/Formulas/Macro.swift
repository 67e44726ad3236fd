/// A command that a note defines for its formulas.
package struct Macro: Hashable, Sendable {
  /// The meaning of the command.
  package enum Meaning: Hashable, Sendable {
    /// The body of a definition, with `#1` for its first argument.
    case body(String)
    /// Another command, which has the meaning that it had without any definition.
    case command(String)
  }

  /// With its backslash.
  package var name: String
  /// The text of the parameters, as `\def` writes it: `#1#2`.
  package var parameters = ""
  /// The value of the first parameter where it is left out, for macros that allow that.
  package var defaultArgument: String?
  package var meaning: Meaning

  package init(
    name: String, parameters: String = "", defaultArgument: String? = nil, meaning: Meaning
  ) {
    self.name = name
    self.parameters = parameters
    self.defaultArgument = defaultArgument
    self.meaning = meaning
  }

  /// A macro as front matter defines it: its body, whose `#1`, `#2`, … are its parameters.
  package init(name: String, body: String) {
    let count = (1...9).last { body.contains("#\($0)") } ?? 0
    self.init(
      name: name.hasPrefix("\\") ? name : "\\\(name)", parameters: Self.parameters(count),
      meaning: .body(body))
  }

  static func parameters(_ count: Int) -> String {
    count < 1 ? "" : (1...count).map { "#\($0)" }.joined()
  }

  /// Whether this is the name of a command: a backslash, then letters or one other character.
  package static func isName(_ name: String) -> Bool {
    var reader = TeXReader(name.hasPrefix("\\") ? name : "\\\(name)")
    return !name.isEmpty && reader.command().utf8.count > 1 && reader.isAtEnd
  }

  /// The definition as LaTeX.
  var definition: String {
    switch meaning {
    case .command(let other): return "\\let\(name)=\(other)"
    case .body(let body):
      guard let defaultArgument else { return "\\def\(name)\(parameters){\(body)}" }
      let inner = name + "@opt"
      return "\\def\(name){\\@ifnextchar[{\(inner)}{\(inner)[\(defaultArgument)]}}"
        + "\\def\(inner)[#1]\(parameters.dropFirst(2)){\(body)}"
    }
  }

  /// The text in which the macro may use others.
  var uses: String {
    switch meaning {
    case .body(let body): body + (defaultArgument ?? "")
    case .command: ""
    }
  }
}
