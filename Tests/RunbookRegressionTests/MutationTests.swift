import RunbookOutput
import RunbookRegression
import Testing

/// One small change to a recording of every kind of output, and what is said about it.
@Suite struct MutationTests {
  /// The differences after `mutate` changed the output of a cell, both from 1.
  private func mutated(
    _ cell: Int, _ output: Int = 1, _ rules: NotebookRules = NotebookRules(),
    _ mutate: (inout Output) -> Void
  ) -> [String] {
    var new = Sample.everything
    mutate(&new.cells[cell - 1].outputs[output - 1])
    return differences(Sample.everything, new, rules)
  }

  private func changePlot(_ change: (inout Plot.Panel) -> Void) -> [String] {
    mutated(3) { output in
      guard case .plot(var plot) = output else { return }
      change(&plot.panels[0])
      output = .plot(plot)
    }
  }

  private func changeTable(_ change: (inout Table) -> Void) -> [String] {
    mutated(2) { output in
      guard case .table(var table) = output else { return }
      change(&table)
      output = .table(table)
    }
  }

  private func changeImages(_ change: (inout ImageGrid) -> Void) -> [String] {
    mutated(4) { output in
      guard case .images(var grid) = output else { return }
      change(&grid)
      output = .images(grid)
    }
  }

  private func changeValue(_ change: (inout ValueOutput) -> Void) -> [String] {
    mutated(5) { output in
      guard case .value(var value) = output else { return }
      change(&value)
      output = .value(value)
    }
  }

  private func changeClaim(_ change: (inout Claim) -> Void) -> [String] {
    mutated(5, 2) { output in
      guard case .claim(var claim) = output else { return }
      change(&claim)
      output = .claim(claim)
    }
  }

  @Test("one digit in printed text is caught")
  func digit() {
    #expect(
      mutated(1) { $0 = Sample.text("epoch 1  loss 0.6931\n정확도 0.9733\n") }
        == ["notebooks/cnn.md:10: text: 0.9732 → 0.9733 (rtol 0.0001)"])
  }

  @Test("one weight is caught, at its position in the tensor")
  func weight() {
    #expect(
      changeValue { $0.numbers!.values[2] = 0.35 }
        == ["notebooks/cnn.md:50: value: [1, 0]: 0.3 → 0.35 (rtol 0.0001)"])
  }

  @Test("a changed shape and a changed type are caught")
  func shape() {
    #expect(
      changeValue { $0.shape = [4] } == ["notebooks/cnn.md:50: value: shape: [2, 2] → [4]"])
    #expect(
      changeValue { $0.type = "[[Float]]" }
        == ["notebooks/cnn.md:50: value: type: Tensor → [[Float]]"])
  }

  @Test("one pixel is caught, with its position")
  func pixel() {
    #expect(
      changeImages { $0.panels[1].samples.values[11] = 0.9 } == [
        "notebooks/cnn.md:40: images: image “filter 1”: 1 of 64 pixels changed (1.56 %), "
          + "by up to 182 of 255, first at 3, 1 (threshold 1)"
      ])
  }

  @Test("a changed size, title and colour map of an image are caught")
  func imageSettings() {
    #expect(
      changeImages {
        $0.panels[0].width = 4
        $0.panels[0].height = 16
      } == ["notebooks/cnn.md:40: images: image “filter 0”, size: 8×8 → 4×16"])
    #expect(
      changeImages { $0.panels[0].title = "filter A" } == [
        "notebooks/cnn.md:40: images: image “filter 0”, title: “filter 0” → “filter A”"
      ])
    #expect(
      changeImages { $0.colorMap = .viridis }
        == ["notebooks/cnn.md:40: images: colour map: gray → viridis"])
    #expect(
      changeImages { _ = $0.panels.removeLast() } == ["notebooks/cnn.md:40: images: 2 images → 1"])
  }

  @Test("one axis label is caught")
  func axisLabel() {
    #expect(
      changePlot { $0.y.label = "error" }
        == ["notebooks/cnn.md:30: plot: y axis label: “loss” → “error”"])
    #expect(
      changePlot { $0.y.logarithmic = false }
        == ["notebooks/cnn.md:30: plot: y axis: logarithmic → linear"])
    #expect(
      changePlot { $0.x.high = 5 } == [
        "notebooks/cnn.md:30: plot: x axis high end: from the data → 5"
      ])
  }

  @Test("the first point of a curve that moved is named")
  func curvePoint() {
    #expect(
      changePlot { $0.series[0].y[2] = 0.131 } == [
        "notebooks/cnn.md:30: plot: series “training”, x = 3: 0.124 → 0.131 (rtol 0.0001)"
      ])
    #expect(
      changePlot { $0.series[1].y = [0.8, 0.6, 0.3] } == [
        "notebooks/cnn.md:30: plot: series “validation”, x = 2: 0.5 → 0.6 (rtol 0.0001), and 1 more"
      ])
  }

  @Test("a curve that is new, gone, renamed or longer is named")
  func curves() {
    #expect(
      changePlot { $0.series.insert(.init("test", x: [1], y: [1]), at: 0) }
        == ["notebooks/cnn.md:30: plot: series “test” is new"])
    #expect(
      changePlot { _ = $0.series.removeFirst() }
        == ["notebooks/cnn.md:30: plot: series “training” is gone"])
    #expect(
      changePlot { $0.series[0].name = "train" } == [
        "notebooks/cnn.md:30: plot: series “training”, name: “training” → “train”"
      ])
    #expect(
      changePlot {
        $0.series[0].x.append(4)
        $0.series[0].y.append(0.1)
      } == ["notebooks/cnn.md:30: plot: series “training”: 3 points → 4 points"])
  }

  @Test("one cell of a table is caught, with row and column")
  func tableCell() {
    #expect(
      changeTable {
        $0.columns[2].numbers![1] = 1.35
        $0.columns[2].cells[1] = "1.3500"
      } == [
        "notebooks/cnn.md:20: table: row “conv2”, column “norm”: 1.2500 → 1.3500 (rtol 0.0001)"
      ])
    #expect(
      changeTable {
        $0.columns[1].numbers![1] = 2417
        $0.columns[1].cells[1] = "2417"
      } == ["notebooks/cnn.md:20: table: row “conv2”, column “parameters”: 2416 → 2417"])
    #expect(
      changeTable { $0.columns[0].cells[0] = "convolution" } == [
        "notebooks/cnn.md:20: table: row 1, column “layer”: “conv1” → “convolution”"
      ])
  }

  @Test("an additional column or row is caught")
  func tableShape() {
    #expect(
      changeTable { $0.columns.insert(.init(title: "bias", cells: ["y", "n"]), at: 1) }
        == ["notebooks/cnn.md:20: table: column “bias” is new"])
    #expect(
      changeTable { $0.columns[1].title = "weights" } == [
        "notebooks/cnn.md:20: table: column title: “parameters” → “weights”"
      ])
    #expect(
      changeTable { table in
        for index in table.columns.indices {
          table.columns[index].cells.append("7")
          table.columns[index].numbers?.append(7)
        }
      } == ["notebooks/cnn.md:20: table: 2 rows → 3"])
  }

  @Test("a claim is compared by its verdict and statement, not by the measured value")
  func claim() {
    #expect(
      changeClaim {
        $0.measured = 5.1e-7
        $0.evidence = "5.1e-07 ≤ 1e-06"
      } == [])
    #expect(
      changeClaim {
        $0.holds = false
        $0.evidence = "2e-06 > 1e-06"
      } == [
        "notebooks/cnn.md:53: claim: “convolution commutes with a shift” held, now does not: "
          + "2e-06 > 1e-06"
      ])
    #expect(
      changeClaim { $0.statement = "convolution commutes with a turn" } == [
        "notebooks/cnn.md:53: claim: statement: “convolution commutes with a shift” → "
          + "“convolution commutes with a turn”"
      ])
  }

  @Test("a failure is compared by reason and message, not by line")
  func failure() {
    func fail(_ failure: Failure) -> [String] { mutated(6, 2) { $0 = .failure(failure) } }
    #expect(fail(Failure(reason: .trap, message: "Index out of range", line: 70)) == [])
    #expect(
      fail(Failure(reason: .exit, message: "Index out of range", line: 62))
        == ["notebooks/cnn.md:62: failure: reason: trap → exit"])
    #expect(
      fail(Failure(reason: .trap, message: "Division by zero", line: 62)) == [
        "notebooks/cnn.md:62: failure: “Index out of range” → “Division by zero”"
      ])
  }

  @Test("another kind of output is a difference")
  func kind() {
    #expect(
      mutated(2) { $0 = Sample.text("conv1 156") }
        == ["notebooks/cnn.md:20: text: became text, was a table"])
  }

  @Test("settings of a figure that changed are named in plain words")
  func settings() {
    #expect(
      changePlot { $0.x.categories = ["conv", "dense"] }
        == ["notebooks/cnn.md:30: plot: x axis, categories: none → “conv”, “dense”"])
    #expect(
      changePlot {
        $0.series[0].styleOptions = Plot.StyleOptions()
        $0.series[0].styleOptions?.isDashed = true
      } == ["notebooks/cnn.md:30: plot: series “training”, dashed line: none → yes"])
    #expect(
      changePlot { $0.series[0].style = .horizontalLine }
        == ["notebooks/cnn.md:30: plot: series “training”, style: line → horizontal line"])
    #expect(
      changeImages { $0.panels[0].colorMap = .diverging } == [
        "notebooks/cnn.md:40: images: image “filter 0”, colour map: none → diverging"
      ])
    #expect(
      changeImages {
        $0.panels[0].overlay = .init(samples: Samples([Float](repeating: 1, count: 64)))
      } == ["notebooks/cnn.md:40: images: image “filter 0”, overlay: none → overlay"])
    #expect(
      changeTable { $0.hasTotal = true }
        == ["notebooks/cnn.md:20: table: row of totals: none → yes"])
    #expect(
      changeValue { $0.dtype = "float64" }
        == ["notebooks/cnn.md:50: value: number type: none → float64"])
    #expect(
      changeValue { $0.excerpt = Samples([0.1]) }
        == ["notebooks/cnn.md:50: value: excerpt: none kept → 1 kept"])
  }

  @Test("noise below the tolerance is not a difference")
  func noise() {
    #expect(mutated(1) { $0 = Sample.text("epoch 1  loss 0.693101\n정확도 0.973198\n") } == [])
    #expect(changeValue { $0.numbers!.values[2] += 1e-6 } == [])
    #expect(changeImages { $0.panels[0].samples.values[9] += 0.003 } == [])
    #expect(changePlot { $0.series[0].y[2] += 1e-6 } == [])
    #expect(changeTable { $0.columns[2].numbers![0] += 1e-5 } == [])
  }

  @Test("a wider tolerance accepts more, for every kind")
  func tolerance() throws {
    let wide = try rules(rtol: 0.5)
    #expect(mutated(1, 1, wide) { $0 = Sample.text("epoch 1  loss 0.7\n정확도 0.8\n") } == [])
    #expect(
      mutated(1, 1, wide) { $0 = Sample.text("epoch 1  loss 0.1\n정확도 0.8\n") }
        == ["notebooks/cnn.md:10: text: 0.6931 → 0.1 (rtol 0.5)"])
  }
}
