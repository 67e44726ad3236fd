import Foundation
import NoteSupport
import RunbookOutput
import RunbookRegression
import Testing

/// Comparisons of outputs with random extreme numbers, and the pages that show them.
///
/// `make fuzz` runs for ten minutes; `RUNBOOK_FUZZ_SEED` begins with another seed.
@Suite struct ComparisonFuzzTests {
  @Test("recordings with any numbers are compared and shown")
  func everyOutput() throws {
    let environment = ProcessInfo.processInfo.environment
    let limit = environment["RUNBOOK_FUZZ_SECONDS"].flatMap(Double.init) ?? 3
    var generator = ExtremeOutputs(
      seed: environment["RUNBOOK_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_261_129)
    let start = ContinuousClock.now
    var count = 0
    while ContinuousClock.now - start < .seconds(limit) {
      let pairs = (0..<8).compactMap { _ -> (Output, Output)? in
        let old = generator.next()
        var new = generator.next()
        while new.kind != old.kind { new = generator.next() }
        guard let before = read(old), let after = read(new) else { return nil }
        return (before, after)
      }
      func recording(_ outputs: [Output]) -> Recording {
        Recording(
          cells: outputs.enumerated().map {
            CellRecording(index: $0 + 1, line: 3 * $0 + 1, outputs: [$1])
          })
      }
      let result = NotebookResult(
        path: "a.md", accepted: recording(pairs.map(\.0)), new: recording(pairs.map(\.1)))
      let page = DiffPage.html(TestSummary([result]))
      #expect(!page.contains(#/ (?:d|x|y|cx|cy)="[^"]*(?i:nan|inf)/#))
      count += pairs.count
    }
    print("\(count) pairs")
    #expect(count > 10)
  }

  /// The output as it is read from a file; `nil` if it is refused.
  private func read(_ output: Output) -> Output? {
    try? OutputJSON.decode(Output.self, from: try OutputJSON.encode(output))
  }
}
