internal import RunbookDrawing
internal import RunbookOutput

/// The footer of the page: the provenance of the report.
struct ProvenanceBlock {
  let provenance: Provenance
  let words: ReportStrings

  /// Rows of facts: parameters and versions first, then the files with their git object names.
  var html: String {
    var facts = ["\(words.seed) \(provenance.seed)"]
    facts += provenance.parameters.map { "\($0.name) \($0.value)" }
    facts += ["runbook \(provenance.runbook)", "Swift \(provenance.swift)"]
    if let commit = provenance.commit { facts.append("git \(commit)") }
    let items = facts.map { "<span>\(HTML.escape($0))</span>" }
    let files = ([provenance.notebook] + provenance.inputs).map(file)
    return "<footer>\n<p>\(items.joined(separator: "<i>·</i>"))</p>\n"
      + "<p class=\"inputs\">\(files.joined(separator: "<i>·</i>"))</p>\n</footer>\n"
  }

  private func file(_ input: Provenance.Input) -> String {
    let name = HTML.escape(input.path)
    guard let object = input.object else {
      return "<span>\(name) <em>\(words.missing)</em></span>"
    }
    let title = "git log --find-object=\(object)"
    return "<span\(HTML.attribute("title", title))>\(name) <code>\(object.prefix(10))</code></span>"
  }
}
