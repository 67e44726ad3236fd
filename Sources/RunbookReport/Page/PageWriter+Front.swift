internal import RunbookDocument
internal import RunbookDrawing
internal import RunbookOutput

/// The parts around the document: title, claims at the top, footer.
extension PageWriter {
  /// A claim and its position.
  struct PlacedClaim {
    var claim: Claim
    var identifier: String
  }

  /// All claims in document order.
  var claims: [PlacedClaim] {
    var result = [PlacedClaim]()
    for cell in recording.cells {
      for case .claim(let claim) in cell.outputs {
        result.append(PlacedClaim(claim: claim, identifier: identifiers.claim(result.count + 1)))
      }
    }
    return result
  }

  /// Title, subtitle, authors, date and tags.
  var header: String {
    let heading = notebook.titleHeading?.heading
    let title =
      if let text = frontMatter.title {
        html(notebook.titleContent, of: text)
      } else if let heading {
        html(heading.content)
      } else {
        HTML.escape(notebook.path.fileStem)
      }
    let identifier = HTML.attribute("id", heading?.identifier)
    let top = isTitleInPlace ? "" : "<h1\(identifier)>\(title)</h1>\n"
    var facts = frontMatter.authors.map { "<span class=\"author\">\(HTML.escape($0))</span>" }
    if let date = frontMatter.date {
      facts.append(ReportDate.html(date, format: frontMatter.dateFormat, words: words))
    }
    if let date = frontMatter.lastModified {
      let time = ReportDate.html(date, format: frontMatter.dateFormat, words: words)
      facts.append("<span>\(words.updated(time))</span>")
    }
    let tags = frontMatter.tags.map { "<li>\(HTML.escape($0))</li>" }.joined()
    let rest =
      (frontMatter.subtitle.map {
        "<p class=\"subtitle\">\(html(notebook.subtitleContent, of: $0))</p>\n"
      } ?? "")
      + (facts.isEmpty ? "" : "<p class=\"byline\">\(facts.joined(separator: "<i>·</i>"))</p>\n")
      + (tags.isEmpty ? "" : "<ul class=\"tags\">\(tags)</ul>\n")
    return top.isEmpty && rest.isEmpty ? "" : "<header>\n\(top)\(rest)</header>\n"
  }

  /// The facts that the index of all reports shows.
  var reportSummary: ReportSummary {
    var summary = ReportSummary(title: windowTitle, language: frontMatter.language)
    summary.subtitle = notebook.statedSubtitle
    summary.date = frontMatter.date
    summary.authors = frontMatter.authors
    summary.tags = frontMatter.tags
    summary.claims = claims.count
    summary.claimsHeld = claims.count(where: \.claim.holds)
    summary.failures = failures.count
    return summary
  }

  /// The same facts in the form of `<meta>` tags, for programs that read the page.
  var facts: String {
    let claims = claims
    let facts: [(name: String, content: String?)] = [
      ("description", notebook.statedSubtitle),
      ("author", frontMatter.authors.isEmpty ? nil : frontMatter.authors.joined(separator: ", ")),
      ("date", frontMatter.date),
      ("keywords", frontMatter.tags.isEmpty ? nil : frontMatter.tags.joined(separator: ",")),
      (
        "runbook-claims",
        claims.isEmpty ? nil : "\(claims.count(where: \.claim.holds))/\(claims.count)"
      ),
      ("runbook-failures", failures.isEmpty ? nil : String(failures.count)),
    ]
    return facts.compactMap { fact in
      fact.content.map {
        "<meta name=\"\(fact.name)\"\(HTML.attribute("content", $0))>\n"
      }
    }.joined()
  }

  /// The cells with unexpected failures, or with figures that could not be drawn.
  private var failures: [(cell: CellRecording, failure: Failure)] {
    recording.cells.compactMap { cell in
      guard !cell.failureIsExpected else { return nil }
      for (index, output) in cell.outputs.enumerated() {
        if case .failure(let failure) = output, failure.reason != .notRun { return (cell, failure) }
        let place = FigureSet.Place(cell: cell.index, output: index)
        if let failure = drawingFailures[place] { return (cell, failure) }
      }
      return nil
    }
  }

  /// The claims of the whole note and the cells that failed; empty if there are neither.
  var summary: String {
    let claims = claims
    let failures = failures
    guard !claims.isEmpty || !failures.isEmpty else { return "" }
    let held = claims.filter(\.claim.holds).count
    let isGood = held == claims.count && failures.isEmpty
    var headline = [String]()
    if !claims.isEmpty { headline.append(words.claimsHeld(held, of: claims.count)) }
    if !failures.isEmpty { headline.append(words.cellsFailed(failures.count)) }
    var items = failures.map { cell, failure in
      let place =
        failure.line.map { words.line($0, of: failure.file) }
        ?? words.line(cell.line, of: cell.file)
      return
        "<li class=\"bad\"><a href=\"#\(identifiers.cell(cell.index))\"><span class=\"mark\" aria-hidden=\"true\">!"
        + "</span><span class=\"statement\">\(HTML.escape(words.failure(failure.reason))): "
        + "\(HTML.escape(failure.message.firstLine))</span>"
        + "<span class=\"evidence\">\(place)</span></a></li>\n"
    }
    func item(_ claim: PlacedClaim) -> String {
      "<li class=\"\(claim.claim.holds ? "good" : "bad")\"><a href=\"#\(claim.identifier)\">"
        + verdict(claim.claim) + "</a></li>\n"
    }
    // A long list would separate the title from the note: claims that hold are folded, others never
    // are.
    let isLong = claims.count > Self.longestOpenList
    items += claims.filter { !isLong || !$0.claim.holds }.map(item)
    let folded = isLong ? claims.filter(\.claim.holds).map(item) : []
    return
      "<section class=\"summary \(isGood ? "good" : "bad")\" aria-labelledby=\"\(identifiers.summaryTitle)\">\n"
      + "<h2 id=\"\(identifiers.summaryTitle)\">\(headline.joined(separator: " · "))</h2>\n"
      + (items.isEmpty ? "" : "<ul>\n\(items.joined())</ul>\n")
      + (folded.isEmpty
        ? ""
        : "<details>\n<summary>\(words.claimsThatHold(folded.count))</summary>\n"
          + "<ul>\n\(folded.joined())</ul>\n</details>\n") + "</section>\n"
  }

  /// The maximum number of claims listed at the top without folding those that hold.
  private static var longestOpenList: Int { 10 }

  /// Mark, statement and evidence of a claim.
  func verdict(_ claim: Claim) -> String {
    let verdict = claim.holds ? words.holds : words.doesNotHold
    return "<span class=\"mark\" role=\"img\"\(HTML.attribute("aria-label", verdict))>"
      + "\(claim.holds ? "✓" : "✗")</span>"
      + "<span class=\"statement\">\(HTML.escape(claim.statement))</span>"
      + (claim.evidence.isEmpty
        ? "" : "<span class=\"evidence\">\(HTML.escape(claim.evidence))</span>")
  }

  /// The provenance of the report or, if it is unknown, the settings of the run.
  var footer: String {
    if let provenance { return ProvenanceBlock(provenance: provenance, words: words).html }
    var facts = ["\(words.seed) \(frontMatter.seed)"]
    facts += frontMatter.parameters.map { "\($0.name) \($0.value.text)" }
    let items = facts.map { "<span>\(HTML.escape($0))</span>" }.joined(separator: "<i>·</i>")
    return "<footer>\n<p>\(items)<i>·</i><span>runbook</span></p>\n</footer>\n"
  }
}

extension String {
  var firstLine: String {
    split(separator: "\n", maxSplits: 1).first.map(String.init) ?? self
  }
}
