/// The macros in force at a place of a document.
package struct MacroTable: Hashable, Sendable {
  /// The largest size of the definitions that one formula needs, in bytes.
  private static let sizeLimit = 1 << 14

  private var macros: [String: Macro] = [:]

  package init() {}

  package init(_ macros: [Macro]) {
    for macro in macros { define(macro) }
  }

  package var isEmpty: Bool { macros.isEmpty }

  /// The macros by name.
  package var ordered: [Macro] { macros.values.sorted { $0.name < $1.name } }

  subscript(name: String) -> Macro? { macros[name] }

  /// Adds a macro; it replaces one of the same name.
  ///
  /// - Returns: the macro as it was added.
  @discardableResult package mutating func define(_ macro: Macro) -> Macro? {
    var macro = macro
    if case .command(let other) = macro.meaning {
      if other == macro.name { return nil }
      if var known = macros[other] {
        known.name = macro.name
        macro = known
      }
    }
    macros[macro.name] = macro
    return macro
  }

  /// Adds the macros of a definition, and returns those that were added.
  mutating func define(_ definition: FormulaParts.Definition) -> [Macro] {
    definition.macros.compactMap { macro in
      definition.isProvided && macros[macro.name] != nil ? nil : define(macro)
    }
  }

  /// The definitions that `source` needs, as LaTeX: those of the macros in it and in their bodies.
  package func definitions(for source: String) -> String {
    guard !macros.isEmpty else { return "" }
    var used: [Macro] = []
    var seen: Set<String> = []
    var pending = [source]
    var size = 0
    while let text = pending.popLast(), size < Self.sizeLimit {
      var reader = TeXReader(text)
      while !reader.isAtEnd {
        guard reader.bytes[reader.at] == UInt8(ascii: "\\") else {
          reader.at += 1
          continue
        }
        guard let macro = macros[reader.command()], seen.insert(macro.name).inserted else {
          continue
        }
        used.append(macro)
        size += macro.uses.utf8.count
        pending.append(macro.uses)
      }
    }
    // `\let` first: it means the command as it was before the definitions.
    used.sort { first, second in
      let (isFirst, isSecond) = (first.isCommand, second.isCommand)
      return isFirst != isSecond ? isFirst : first.name < second.name
    }
    return used.map(\.definition).joined()
  }
}

extension Macro {
  fileprivate var isCommand: Bool { if case .command = meaning { true } else { false } }
}
