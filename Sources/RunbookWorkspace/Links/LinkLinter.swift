internal import RunbookDocument
internal import RunbookFiles

/// Finds links of a note that lead nowhere.
struct LinkLinter {
  let note: Note
  let notebook: Notebook
  let resolver: LinkResolver

  /// Warnings in the order of the links.
  func diagnostics() -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var saysSite = false
    let check = { (inline: Inline) in
      guard case .link(let link) = inline.content, link.isSafe else { return }
      let location = inline.range.start
      let message: String
      switch resolver.destination(of: link.address) {
      case .verbatim, .moved: return
      case .site:
        guard !saysSite else { return }
        saysSite = true
        message =
          "'\(link.address)' starts from the root of a site, and the project has no such file; "
          + "link to a file beside the note"
      case .missing(let problem, let advice): message = "\(problem); \(advice)"
      }
      diagnostics.append(
        Diagnostic(
          .warning, path: location.file ?? note.path, location: location, message: message))
    }
    notebook.titleContent.visit(check)
    notebook.subtitleContent.visit(check)
    notebook.blocks.visit(inline: check)
    return diagnostics
  }
}
