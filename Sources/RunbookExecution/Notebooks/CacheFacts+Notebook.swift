internal import RunbookDocument
internal import RunbookFiles

extension CacheFacts {
  /// Gathers the facts of a notebook as it is now, its `deps` files included.
  init(_ notebook: Notebook, _ configuration: ExecutionConfiguration) {
    var parameters: [String: String] = [:]
    for parameter in notebook.frontMatter.parameters {
      parameters[parameter.name] = ParameterSource.literal(of: parameter.value)
    }
    let expressions = notebook.inlineExpressionsByCell
    self.init(
      runtime: configuration.installation.identity, compiler: configuration.toolchain.identity,
      flags: CellCompiler.flagsIdentity, seed: notebook.frontMatter.seed, parameters: parameters,
      cells: notebook.cells.map { cell in
        CellFacts(cell, expressions[cell.index] ?? [], folder: configuration.folder)
      })
  }
}

extension CacheFacts.CellFacts {
  fileprivate init(
    _ cell: Cell, _ expressions: [InlineExpression], folder: String
  ) {
    var dependencies: [String: String?] = [:]
    for name in cell.options.dependencies {
      let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
      // A file that is not there is a state like any other: the cell may be about to say so.
      let bytes = try? DependencyContent.read(path)
      dependencies.updateValue(bytes.map { ContentHash($0).text }, forKey: name)
    }
    self.init(
      source: ContentHash(cell.source.utf8).text, expressions: Self.hash(of: expressions),
      isFailureExpected: cell.settings.error, dependencies: dependencies,
      isCached: cell.settings.cache)
  }

  fileprivate static func hash(of expressions: [InlineExpression]) -> String {
    var hash = ContentHash()
    for expression in expressions { hash.combine("\(expression.index) \(expression.source)") }
    return hash.text
  }
}

extension Notebook {
  /// A hash of each cell's code, with the expressions in the text after it.
  package var cellHashes: [String] {
    let expressions = inlineExpressionsByCell
    return cells.map { cell in
      var hash = ContentHash()
      hash.combine(ContentHash(cell.source.utf8).text)
      hash.combine(CacheFacts.CellFacts.hash(of: expressions[cell.index] ?? []))
      return String(hash.text.prefix(16))
    }
  }
}
