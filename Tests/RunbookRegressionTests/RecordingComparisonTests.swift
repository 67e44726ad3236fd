import RunbookDocument
import RunbookFiles
import RunbookOutput
import RunbookRegression
import Testing

@Suite struct RecordingComparisonTests {
  private func cells(_ texts: [String], labels: [Int: String] = [:]) -> Recording {
    Recording(
      cells: texts.enumerated().map { index, text in
        CellRecording(
          index: index + 1, label: labels[index + 1], line: 10 * (index + 1),
          outputs: text.isEmpty ? [] : [Sample.text(text)])
      })
  }

  @Test("a run does not differ from itself")
  func identity() {
    #expect(differences(Sample.everything, Sample.everything) == [])
    let result = RecordingComparison(
      path: "n.md", accepted: Sample.everything, new: Sample.everything)
    #expect(result.cases.count == 8)
    #expect(result.cases.allSatisfy { $0.outcome == .passed })
  }

  @Test("NaN equals NaN")
  func notANumber() {
    let value = Sample.cell(
      .value(
        ValueOutput(
          text: "[nan, inf]", type: "Tensor", shape: [2], numbers: Samples([.nan, .infinity]))),
      .plot(Plot(panels: [.init(series: [.init(x: [.nan], y: [-.infinity])])])),
      .images(
        ImageGrid(
          panels: [.init(width: 2, height: 1, samples: Samples([.nan, 1]))], columns: 1)))
    #expect(differences(value, value) == [])
  }

  @Test("the differences do not depend on which run came first")
  func symmetry() {
    var random = SeededGenerator(state: 1)
    for _ in 0..<200 {
      let old = Self.randomized(using: &random)
      let new = Self.randomized(using: &random)
      let there = RecordingComparison(path: "n.md", accepted: old, new: new).differences
      let back = RecordingComparison(path: "n.md", accepted: new, new: old).differences
      #expect(there.map(\.cell) == back.map(\.cell))
      #expect(there.map(\.kind) == back.map(\.kind))
      #expect(there.map(\.changes.count) == back.map(\.changes.count))
    }
  }

  /// The sample with a number here and there moved by a little or a lot.
  private static func randomized(using random: inout some RandomNumberGenerator) -> Recording {
    func factor() -> Double { [1, 1, 1 + 1e-7, 1.2, 0.5].randomElement(using: &random)! }
    var recording = Sample.everything
    for cell in recording.cells.indices {
      for output in recording.cells[cell].outputs.indices {
        switch recording.cells[cell].outputs[output] {
        case .text:
          recording.cells[cell].outputs[output] = Sample.text(
            "loss \(0.5 * factor())\n한글 \(factor())\n")
        case .table(var table):
          table.columns[2].numbers![0] *= factor()
          recording.cells[cell].outputs[output] = .table(table)
        case .plot(var plot):
          plot.panels[0].series[1].y[1] *= factor()
          recording.cells[cell].outputs[output] = .plot(plot)
        case .images(var grid):
          grid.panels[0].samples.values[17] *= Float(factor())
          recording.cells[cell].outputs[output] = .images(grid)
        case .value(var value):
          value.numbers!.values[1] *= Float(factor())
          recording.cells[cell].outputs[output] = .value(value)
        case .claim(var claim):
          claim.holds = factor() != 0.5
          recording.cells[cell].outputs[output] = .claim(claim)
        case .diagram, .markup, .failure: break
        }
      }
    }
    return recording
  }

  @Test("an inserted cell is new, and those after it are the same")
  func insertedCell() {
    #expect(
      differences(cells(["a", "b", "c"]), cells(["a", "x", "b", "c"]))
        == ["notebooks/cnn.md:20: cell: is new, with text"])
    #expect(
      differences(cells(["a", "b", "c"]), cells(["b", "c"]))
        == ["notebooks/cnn.md:10: cell: is gone, with text"])
    #expect(differences(cells(["a", "b"]), cells(["a", "", "b"])) == [])
  }

  @Test("cells with labels are found wherever they moved")
  func labels() {
    let old = cells(["a 1", "b 1", "c 1"], labels: [1: "fig-a", 3: "fig-c"])
    let new = cells(["c 2", "b 1", "a 1"], labels: [1: "fig-c", 3: "fig-a"])
    #expect(differences(old, new) == ["notebooks/cnn.md:10: text: 1 → 2"])
  }

  @Test("another label is another cell")
  func relabelled() {
    #expect(
      differences(cells(["a"], labels: [1: "fig-a"]), cells(["a"], labels: [1: "fig-b"])).count == 2
    )
  }

  @Test("an inserted output is new, and those after it are the same")
  func insertedOutput() {
    let old = Sample.cell(Sample.text("a"), Sample.text("b"))
    let new = Sample.cell(Sample.text("a"), Sample.text("x 1"), Sample.text("b"))
    #expect(differences(old, new) == ["notebooks/cnn.md:57: text: is new: “x 1”"])
    #expect(differences(new, old) == ["notebooks/cnn.md:57: text: is gone: “x 1”"])
  }

  @Test("a cell that fails is one difference, not one per output that it did not reach")
  func failure() {
    let old = Sample.cell(Sample.text("a"), Sample.text("b"), Sample.text("c"))
    let new = Sample.cell(
      Sample.text("a"),
      .failure(Failure(reason: .trap, message: "Index out of range\nmore", line: 59)))
    #expect(
      differences(old, new) == ["notebooks/cnn.md:59: failure: trap: Index out of range"])
    #expect(differences(new, old).count == 1)
  }

  @Test("a cell that is not tested is skipped")
  func skipped() throws {
    let comparison = RecordingComparison(
      path: "n.md", accepted: Sample.cell(Sample.text("1")), new: Sample.cell(Sample.text("2")),
      rules: try rules(test: false))
    #expect(comparison.cases.map(\.outcome) == [.skipped])
  }

  @Test("the more specific rule wins, and filters are combined")
  func merging() throws {
    let project = ProjectConfiguration.parse(
      Array("test: {rtol: 0.1, filters: 'a => b', pixel-threshold: 3}\n".utf8),
      path: "_runbook.yml")
    #expect(project.diagnostics.isEmpty)
    let text = """
      ---
      test: {atol: 0.5, filters: ['c => d', 'at .* ms => ...'], pixel-share: 0.01}
      ---

      ```swift
      print(1)
      ```

      ```swift
      //| rtol: 0.01
      //| test: {pixel-threshold: 9}
      print(2)
      ```

      ```swift
      //| test: false
      print(3)
      ```

      """
    let parsed = NotebookParser(path: "n.md", project: project.configuration)
      .parse(Array(text.utf8))
    #expect(parsed.diagnostics.isEmpty)
    let rules = NotebookRules(try #require(parsed.notebook))
    #expect(
      rules[1].tolerance == Tolerance(relative: 0.1, absolute: 0.5, integersAreExact: true))
    #expect(rules[1].filters.map(\.source) == ["a => b", "c => d", "at .* ms => ..."])
    #expect(rules[1].pixelThreshold == 3 && rules[1].pixelShare == 0.01)
    #expect(rules[2].tolerance == Tolerance(relative: 0.01, absolute: 0.5))
    #expect(rules[2].pixelThreshold == 9)
    #expect(rules[2].isTested && !rules[3].isTested)
  }

  @Test("an invalid rule is an error at its location")
  func badRules() throws {
    let text = """
      ---
      test:
        rtol: -1
        filters: ['(a => b', 'no arrow']
        pixel-share: 2
        ptol: 1
      ---

      ```swift
      //| test: maybe
      print(1)
      ```

      """
    let parsed = NotebookParser(path: "n.md").parse(Array(text.utf8))
    #expect(
      parsed.diagnostics.map { String("\($0)".prefix { $0 != ";" }) } == [
        "n.md:3:9: error: 'rtol' is '-1'",
        "n.md:4:13: error: “(a” in the filter “(a => b” is not a regular expression",
        "n.md:4:24: error: the filter “no arrow” has no “ => ”",
        "n.md:5:16: error: 'pixel-share' is '2'",
        "n.md:6:3: error: unknown key 'ptol' in 'test'",
        "n.md:10:11: error: 'test' is 'maybe'",
      ])
  }

  @Test("inconsistent outputs are compared as well")
  func malformed() {
    let old = Sample.cell(
      .table(
        Table(columns: [
          .init(title: "a", cells: ["x"]), .init(title: "b", cells: ["1", "2"], numbers: [1]),
        ])),
      .images(
        ImageGrid(
          panels: [.init(width: 4, height: 4, samples: Samples([1]))], columns: 0,
          scale: .fixed(low: .nan, high: 1))),
      .plot(
        Plot(panels: [
          .init(
            x: .init(logarithmic: true, low: -.infinity), series: [.init(x: [-1, 2], y: [.nan])])
        ])))
    var new = old
    new.cells[0].outputs.removeFirst()
    new.cells[0].outputs.insert(
      .table(
        Table(columns: [
          .init(title: "a", cells: []), .init(title: "b", cells: ["1", "3"], numbers: [1, 3]),
        ])), at: 0)
    if case .plot(var plot) = new.cells[0].outputs[2] {
      plot.panels[0].series[0].y = [5, 1]
      new.cells[0].outputs[2] = .plot(plot)
    }
    #expect(differences(old, old) == [])
    #expect(differences(old, new).count == 2)
    let summary = TestSummary([NotebookResult(path: "a.md", accepted: old, new: new)])
    #expect(DiffPage.html(summary).contains("</html>"))
  }

  @Test("values in prose are compared as text, at their line")
  func inlineValues() {
    var old = Sample.cell(Sample.text("a"))
    old.inlineValues = [.init(index: 1, text: "0.97"), .init(index: 2, text: "three layers")]
    var new = old
    new.inlineValues[0].text = "0.95"
    let rules = NotebookRules(
      inlinePlaces: [1: SourceLocation(line: 12), 2: SourceLocation(line: 14)])
    #expect(
      differences(old, new, rules) == ["notebooks/cnn.md:12: inline: 0.97 → 0.95 (rtol 0.0001)"])
    new = old
    new.inlineValues.insert(.init(index: 0, text: "five"), at: 0)
    for index in new.inlineValues.indices { new.inlineValues[index].index = index + 1 }
    #expect(differences(old, new, rules) == ["notebooks/cnn.md:12: inline: is new: “five”"])
    new = old
    new.inlineValues[1] = .init(
      index: 2, text: "", failure: Failure(reason: .thrown, message: "no data", line: 14))
    let result = NotebookResult(path: "n.md", accepted: new, new: new, rules: rules)
    #expect(result.differences.map(\.description) == ["n.md:14: inline: thrown: no data"])
  }

  @Test("a strategy is a value and can be replaced")
  func strategy() {
    var strategies = OutputStrategies.byMeaning
    strategies.replace(TextOutput.self, by: ComparisonStrategy { _, _, _ in [] })
    let comparison = RecordingComparison(
      path: "n.md", accepted: Sample.cell(Sample.text("a")), new: Sample.cell(Sample.text("b")),
      strategies: strategies)
    #expect(comparison.differences.isEmpty)
  }
}
