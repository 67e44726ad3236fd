import RunbookDocument
import Testing

@Suite struct ListingOptionsTests {
  private func read(_ text: String) throws -> (listing: Listing, diagnostics: [String]) {
    let parsed = NotebookParser(path: "a.md").parse(Array(text.utf8))
    var found: Listing?
    parsed.notebook?.blocks.visit { block in
      if case .listing(let listing) = block.content { found = listing }
    } inline: { _ in
    }
    return (try #require(found), parsed.diagnostics.map(\.description))
  }

  @Test("options of other tools in a listing are not code, and not mistakes")
  func options() throws {
    let (listing, diagnostics) = try read(
      """
      ```{python}
      #| label: fig-depth
      #| fig-cap: "깊이 $x$"
      #| echo: false
      #| fig-align: center
      #| warning: false
      plot()
      ```
      """)
    #expect(diagnostics.isEmpty)
    #expect(listing.source == "plot()\n")
    #expect(listing.language == "python")
    #expect(listing.captionKind == .figure)
    #expect(listing.caption?.number == "1")
    #expect(listing.options.echo == false)
  }

  @Test("a mistake in the options of a listing is a warning at its place")
  func mistakes() throws {
    let (_, diagnostics) = try read("```python\n#| lst-cpa: A\n#| echo: maybe\nx\n```\n")
    #expect(
      diagnostics == [
        "a.md:2:4: warning: unknown option 'lst-cpa'; did you mean 'lst-cap'?",
        "a.md:3:10: warning: 'echo' is 'maybe'; write true or false",
      ])
  }

  @Test(
    "options in the braces of R Markdown are read",
    arguments: [
      ("{r depth, echo=FALSE, fig.cap=\"A, \\\"b\\\" (c\"}", false, "A, \"b\" (c"),
      ("{r, echo = F, fig.cap='가, 나'}", false, "가, 나"), ("{r echo=TRUE}", true, nil),
      ("{r, fig.cap=paste(\"a\", \"b\"), echo=FALSE}", false, nil), ("{r}", nil, nil),
      ("{r a-b, fig.dim=c(3, 4), echo=FALSE}", false, nil), ("{r x, echo=", nil, nil),
    ] as [(String, Bool?, String?)])
  func braces(info: String, echo: Bool?, caption: String?) throws {
    let (listing, diagnostics) = try read("```\(info)\nplot(x)\n```\n")
    #expect(diagnostics.isEmpty)
    #expect(listing.options.echo == echo)
    #expect(listing.caption?.source == caption)
    #expect(listing.language == "r")
  }

  @Test("options of R in lines are read")
  func lines() throws {
    let (listing, diagnostics) = try read(
      "```{r}\n#| include = FALSE, fig.width = 8\nx <- 1\n```\n")
    #expect(diagnostics.isEmpty)
    #expect(listing.options.include == false)
    #expect(listing.source == "x <- 1\n")
  }

  @Test(
    "a fence of another language may mention Swift",
    arguments: ["bash title=\"swift\"", "python {.numberLines} # not swift", "text swift"])
  func mention(info: String) throws {
    #expect(try read("```\(info)\nx\n```\n").diagnostics.isEmpty)
  }
}
