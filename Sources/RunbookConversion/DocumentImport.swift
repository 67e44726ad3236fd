package import RunbookDocument
package import RunbookFiles

/// Makes a note of a document of Quarto, R Markdown, Livebook or MyST.
///
/// The parser of notes reads the syntax of these tools; what it writes as a note is the tree that it
/// read. Its messages name all that has no meaning here.
package enum DocumentImport {
  /// - Parameters:
  ///   - bytes: the document.
  ///   - parsed: the document as the parser of notes reads it.
  ///   - isNote: whether the document is a note already, which keeps its front matter: the keys of
  ///     other tools belong to its other homes.
  package static func convert(
    _ bytes: [UInt8], _ parsed: ParsedNotebook, isNote: Bool
  ) -> Converted {
    guard var notebook = parsed.notebook else { return Converted(text: "") }
    var converted = Converted(text: "")
    var diagnostics = parsed.diagnostics
    if !isNote, let frontMatter = FrontMatterTranslation(of: bytes) {
      let end = notebook.frontMatterLines.count + 2
      diagnostics.removeAll { diagnostic in
        diagnostic.location.map { $0.file == nil && $0.line <= end } ?? false
      }
      notebook.frontMatterLines = frontMatter.lines
      for note in frontMatter.notes { converted.warn(note.message, at: note.location) }
    }
    for diagnostic in diagnostics where diagnostic.severity != .note {
      converted.warn(diagnostic.message, at: diagnostic.location)
    }
    if !isNote {
      notebook.unwrapPlainDivisions()
      translateListings(of: &notebook, &converted)
      removeComments(of: &notebook, &converted)
    }
    converted.text = MarkdownWriter.text(
      of: notebook,
      source: SourceLines.lines(of: String(decoding: bytes, as: UTF8.self))
        .joined(separator: "\n"))
    return converted
  }

  /// Whether a Markdown file is a notebook of MyST or Jupytext.
  package static func isMyST(_ notebook: Notebook) -> Bool {
    notebook.frontMatterLines.contains { $0.hasPrefix("jupytext:") || $0.hasPrefix("kernelspec:") }
  }

  private static func translateListings(of notebook: inout Notebook, _ converted: inout Converted) {
    var listings = 0
    notebook.forEachListing { listing, block in
      let isChunk = listing.info.hasPrefix("{")
      let translation = ListingTranslation(listing)
      listing.info = translation.info
      listing.optionLines = translation.optionLines
      listings += isChunk && !listing.info.isEmpty ? 1 : 0
      guard !translation.leftOut.isEmpty else { return }
      let names = translation.leftOut.map { "'\($0)'" }.joined(separator: ", ")
      let verb = translation.leftOut.count == 1 ? "option has" : "options have"
      converted.warn(
        "\(verb) no meaning here and \(translation.leftOut.count == 1 ? "is" : "are") left out: \(names)",
        at: block.range.start)
    }
    if listings > 0 {
      converted.note(
        "\(listings) \(listings == 1 ? "cell" : "cells") in other languages became "
          + "\(listings == 1 ? "a listing" : "listings"); only Swift runs")
    }
  }

  /// Removes the comments in which Livebook keeps its settings.
  private static func removeComments(of notebook: inout Notebook, _ converted: inout Converted) {
    notebook.removeBlocks { block in
      guard case .html(let html) = block.content, html.hasPrefix("<!-- livebook:") else {
        return false
      }
      converted.warn(
        "a setting of Livebook has no meaning here and is left out", at: block.range.start)
      return true
    }
  }
}
