import Foundation
import RunbookOutput
import RunbookRegression
import Testing

@Suite struct DiffPageTests {
  /// The sample with a change in every kind of output.
  static let changed: Recording = {
    var new = Sample.everything
    new.cells[0].outputs[0] = Sample.text("epoch 1  loss 0.7115\n정확도 0.9611\n<b>done</b> & gone\n")
    if case .table(var table) = new.cells[1].outputs[0] {
      table.columns[2].cells[1] = "1.3500"
      table.columns[2].numbers![1] = 1.35
      new.cells[1].outputs[0] = .table(table)
    }
    if case .plot(var plot) = new.cells[2].outputs[0] {
      plot.panels[0].series[0].y = [0.7, 0.45, 0.2]
      new.cells[2].outputs[0] = .plot(plot)
    }
    if case .images(var grid) = new.cells[3].outputs[0] {
      for index in 20..<28 { grid.panels[1].samples.values[index] = 0.95 }
      new.cells[3].outputs[0] = .images(grid)
    }
    if case .value(var value) = new.cells[4].outputs[0] {
      value.numbers!.values[2] = 0.35
      value.text = "[[0.1, 0.2],\n [0.35, 0.4]]"
      new.cells[4].outputs[0] = .value(value)
    }
    if case .claim(var claim) = new.cells[4].outputs[1] {
      claim.holds = false
      claim.evidence = "2e-06 > 1e-06"
      new.cells[4].outputs[1] = .claim(claim)
    }
    new.cells[5].outputs[1] = .failure(
      Failure(reason: .trap, message: "Division by zero", line: 62))
    return new
  }()

  private let summary = TestSummary([
    NotebookResult(
      path: "notebooks/cnn.md", accepted: Sample.everything, new: DiffPageTests.changed)
  ])

  @Test("the page is one file, without script, in the order of the notebook")
  func selfContained() {
    let page = DiffPage.html(summary)
    #expect(!page.contains("<script"))
    #expect(!page.contains("http"))
    #expect(page.contains("prefers-color-scheme: dark"))
    let places = [
      ":10</span>", ":20</span>", ":30</span>", ":40</span>", ":50</span>", ":53</span>",
    ]
    .compactMap { page.ranges(of: "<h2><span class=\"place\">notebooks/cnn.md\($0)").first }
    #expect(places.count == 6)
    #expect(places.map(\.lowerBound) == places.map(\.lowerBound).sorted())
  }

  @Test("a claim shows its old and new value, and a new or removed cell all its outputs")
  func claimsAndCells() throws {
    let page = DiffPage.html(summary)
    #expect(page.contains("✓ holds</span>") && page.contains("✗ does not hold</span>"))
    #expect(page.contains("<span class=\"evidence\">2e-06 &gt; 1e-06</span>"))
    let cells = Sample.everything.cells
    for index in cells.indices {
      var rest = cells
      rest.remove(at: index)
      let gone = DiffPage.html(
        TestSummary([
          NotebookResult(path: "a.md", accepted: Sample.everything, new: Recording(cells: rest))
        ]))
      #expect(gone.contains("<div class=\"lone-cell old\">"))
      let new = DiffPage.html(
        TestSummary([
          NotebookResult(path: "a.md", accepted: Recording(cells: rest), new: Sample.everything)
        ]))
      #expect(new.contains("<div class=\"lone-cell new\">"))
    }
  }

  @Test("cells that did not run are reported in one line in the terminal")
  func notRun() {
    var new = Sample.everything
    for index in new.cells.indices.dropFirst(2) {
      new.cells[index].outputs = [
        .failure(Failure(reason: .notRun, message: "not run: cell 2, line 20, failed"))
      ]
    }
    let result = NotebookResult(path: "a.md", accepted: Sample.everything, new: new)
    let notRun = result.differences.filter { $0.message.hasPrefix("not run") }
    #expect(notRun.count > 1)
    let lines = TerminalDiff().lines(result.differences).filter { $0.contains("failure: not run") }
    #expect(
      lines == [
        "a.md:30: failure: not run: cell 2, line 20, failed; nor were \(notRun.count - 1) more below"
      ])
  }

  @Test("the same differences give the same page")
  func deterministic() {
    #expect(DiffPage.html(summary) == DiffPage.html(summary))
  }

  @Test("numbers are marked within their line and have their relative change")
  func marks() {
    let page = DiffPage.html(summary)
    #expect(page.contains("정확도 <del>0.9732</del>"))
    #expect(page.contains("정확도 <ins>0.9611</ins>"))
    #expect(page.contains("<td class=\"value\">−1.24 %</td>"))
    #expect(page.contains("&lt;b&gt;done&lt;/b&gt; &amp; gone"))
  }

  @Test("curves are drawn over each other, with a ring at the first point that differs")
  func curves() {
    let page = DiffPage.html(summary)
    #expect(page.contains("class=\"now s1\""))
    #expect(page.contains("class=\"was\""))
    #expect(page.contains("class=\"same\""))
    #expect(page.contains("x = 2: 0.4 → 0.45"))
  }

  @Test("images are shown old, new and as difference")
  func images() {
    let page = DiffPage.html(summary)
    #expect(page.ranges(of: "<img src=\"data:image/png;base64,").count == 3)
    #expect(page.contains("difference, 12.50 % of the pixels"))
  }

  @Test("tables show the old and new value of a cell")
  func tables() {
    #expect(DiffPage.html(summary).contains("<del>1.2500</del> <ins>1.3500</ins>"))
  }

  @Test("without differences the page says so")
  func nothing() {
    let same = TestSummary([
      NotebookResult(path: "a.md", accepted: Sample.everything, new: Sample.everything)
    ])
    #expect(DiffPage.html(same).contains("Every output is what was accepted."))
  }

  @Test("in the terminal, old and new lines follow the line with the location")
  func terminal() {
    let summary = TestSummary([
      NotebookResult(
        path: "notebooks/cnn.md",
        accepted: Sample.cell(Sample.text("a\nb\nc\nd\nloss 0.5\ne\n")),
        new: Sample.cell(Sample.text("a\nb\nc\nd\nloss 0.75\u{1B}\ne\n")))
    ])
    #expect(
      TerminalDiff().text(summary) == """
        notebooks/cnn.md:57: text: “loss 0.5” → “loss 0.75 ”
          ⋯ 2 equal lines
            c
            d
          - loss 0.5
          + loss 0.75\\u{1B}
            e

        0 passed, 1 failed

        """)
  }

  @Test("colour is used only if asked for")
  func color() {
    #expect(!TerminalDiff().text(summary).contains("\u{1B}"))
    #expect(TerminalDiff(isColored: true).text(summary).contains("\u{1B}[31m- "))
  }

  @Test("numbers without lines of text are listed with their relative change")
  func list() {
    #expect(
      TerminalDiff().text(summary).contains(
        """
        notebooks/cnn.md:30: plot: series “training”, x = 2: 0.4 → 0.45 (rtol 0.0001), and 1 more
          series “training”, x = 2: 0.4 → 0.45 (rtol 0.0001)  +12.5 %
          series “training”, x = 3: 0.124 → 0.2 (rtol 0.0001)  +61.3 %
        """))
  }

  @Test("the page can be written to a chosen file")
  func write() throws {
    guard let path = ProcessInfo.processInfo.environment["RUNBOOK_DIFF_PAGE"] else { return }
    try DiffPage.html(summary).write(toFile: path, atomically: true, encoding: .utf8)
  }
}
