internal import RunbookFiles

/// The keys of a front matter about citations.
enum BibliographySettings {
  static let settings: [Setting<FrontMatter>] =
    [
      Setting("bibliography") { node, target, log in
        guard let files = files(node) else {
          return log.error(
            "'bibliography' is \(node.summary); write the path of a file or a list of paths",
            at: node.location)
        }
        // The files of the project stay behind those of the note.
        target.bibliography = files + target.bibliography.filter { $0.origin != nil }
      },
      Setting("nocite") { node, target, log in
        guard let keys = keys(node) else {
          return log.error(
            "'nocite' is \(node.summary); write keys such as @kim2021, or @* for all works",
            at: node.location)
        }
        target.uncitedKeys += keys
      },
      .string("reference-section-title", \.statedBibliographyTitle),
      Setting("suppress-bibliography") { node, target, _ in
        if let isSuppressed = node.bool { target.showsBibliography = !isSuppressed }
      },
      // Citations always lead to the list.
      Setting("link-citations") { _, _, _ in },
    ]
    + ["csl", "citation-style"].map { key in
      Setting(key) { node, target, log in
        guard let name = node.text, !node.isNull else {
          return log.error(
            "'\(key)' is \(node.summary); write author-year or numbered", at: node.location)
        }
        target.citationStyle = StatedFile(path: name, location: node.textPlace.start)
      }
    }

  private static func files(_ node: YAMLNode) -> [StatedFile]? {
    switch node.value {
    case .sequence(let items):
      let files = items.map(files)
      return files.contains { $0 == nil } ? nil : files.flatMap { $0 ?? [] }
    case .scalar(let text, _):
      if node.isNull { return [] }
      return [StatedFile(path: text, location: node.textPlace.start)]
    case .mapping: return nil
    }
  }

  private static func keys(_ node: YAMLNode) -> [String]? {
    switch node.value {
    case .sequence(let items):
      let keys = items.map(keys)
      return keys.contains { $0 == nil } ? nil : keys.flatMap { $0 ?? [] }
    case .scalar(let text, _):
      return text.split { " ,;\n\t[]".contains($0) }.map { $0.first == "@" ? $0.dropFirst() : $0 }
        .filter { !$0.isEmpty }.map(String.init)
    case .mapping: return nil
    }
  }
}

extension FrontMatter {
  /// The settings with the files in them found from the folder of the project.
  func stated(in project: String) -> FrontMatter {
    var settings = self
    for index in settings.bibliography.indices {
      settings.bibliography[index].origin = project
      settings.bibliography[index].location.file = project
    }
    settings.citationStyle?.origin = project
    settings.citationStyle?.location.file = project
    return settings
  }
}

extension Citations {
  /// The works that a note can cite, in its style.
  init(for notebook: String, _ frontMatter: FrontMatter, log: inout DiagnosticLog) {
    let style = frontMatter.citationStyle.map {
      CitationStyle.named($0, for: notebook, log: &log)
    }
    self.init(
      Bibliography(frontMatter.bibliography, for: notebook, log: &log),
      style: style ?? .authorYear, language: frontMatter.language,
      uncited: frontMatter.uncitedKeys)
  }
}
