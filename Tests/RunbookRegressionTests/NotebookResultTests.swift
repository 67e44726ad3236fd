import RunbookOutput
import RunbookRegression
import Testing

@Suite struct NotebookResultTests {
  private let broken = Claim(
    statement: "the network learns", holds: false, evidence: "0.1 < 0.9", line: 58, cell: 1)

  private func result(accepted: Recording?, new: Recording) -> NotebookResult {
    NotebookResult(path: "notebooks/cnn.md", accepted: accepted, new: new)
  }

  @Test("a run ends with how many outputs passed and how many failed")
  func summary() {
    let changed = result(
      accepted: Sample.cell(Sample.text("1")), new: Sample.cell(Sample.text("2")))
    let same = result(accepted: Sample.everything, new: Sample.everything)
    let summary = TestSummary([same, changed])
    #expect("\(summary)" == "8 passed, 1 failed")
    #expect(summary.lines == ["notebooks/cnn.md:57: text: 1 → 2"])
    #expect(!summary.isSuccessful)
  }

  @Test("a notebook without accepted outputs fails and explains how to accept them")
  func nothingAccepted() {
    #expect(
      result(accepted: nil, new: Sample.everything).differences.map(\.description) == [
        "notebooks/cnn.md:1: accepted: nothing is accepted yet; look at the report, then run "
          + "`runbook accept notebooks/cnn.md`"
      ])
  }

  @Test("a claim that does not hold fails even if it was accepted")
  func claim() {
    let recording = Sample.cell(.claim(broken))
    #expect(
      result(accepted: recording, new: recording).differences.map(\.description)
        == ["notebooks/cnn.md:58: claim: “the network learns” does not hold: 0.1 < 0.9"])
  }

  @Test("an unexpected failure fails even if it was accepted")
  func failure() {
    var recording = Sample.cell(.failure(Failure(reason: .thrown, message: "no data")))
    #expect(
      result(accepted: recording, new: recording).differences.map(\.description)
        == ["notebooks/cnn.md:57: failure: thrown: no data"])
    recording.cells[0].failureIsExpected = true
    #expect(result(accepted: recording, new: recording).passedCount == 1)
  }

  @Test("each problem is counted once")
  func once() {
    var held = broken
    held.holds = true
    #expect(
      result(accepted: Sample.cell(.claim(held)), new: Sample.cell(.claim(broken))).failedCount == 1
    )
  }

  @Test("a notebook that cannot be run is one failed case")
  func notRun() {
    let result = NotebookResult(
      path: "a.md", line: 7, kind: "error", reason: "unknown key; drop it")
    #expect(result.differences.map(\.description) == ["a.md:7: error: unknown key; drop it"])
    #expect(result.failedCount == 1)
  }
}
