package import RunbookOutput

/// The findings of `runbook test` about one notebook.
///
/// Besides what differs from the accepted outputs, a cell that failed though nobody said it would,
/// and a claim that does not hold, fail the test even where the accepted outputs say the same.
package struct NotebookResult: Hashable, Sendable {
  /// The notebook as the user named it.
  package let path: String
  package let cases: [ComparedOutput]
  /// How long the test took; `nil` where nobody measured it.
  package var seconds: Double?
  /// How long each cell took, by its number.
  package var cellSeconds: [Int: Double] = [:]

  /// - Parameters:
  ///   - accepted: `nil` for a notebook with nothing accepted, which fails.
  ///   - drawingFailures: the figures of `new` that could not be drawn, which fail too.
  package init(
    path: String, accepted: Recording?, new: Recording, drawingFailures: [DrawingFailure] = [],
    rules: NotebookRules = NotebookRules(), strategies: OutputStrategies = .byMeaning
  ) {
    self.path = path
    let problems =
      Self.problems(path, new) + Self.drawingProblems(path, new, drawingFailures)
      + Self.inlineProblems(path, new, rules: rules)
    guard let accepted else {
      cases = [ComparedOutput(Self.nothingAccepted(path))] + problems.map(ComparedOutput.init)
      return
    }
    let comparison = RecordingComparison(
      path: path, accepted: accepted, new: new, rules: rules, strategies: strategies)
    var known: [Place: Difference] = [:]
    for problem in problems { known[Place(problem.cell, problem.output)] = problem }
    var cases = comparison.cases.map { item in
      guard item.difference == nil,
        let problem = known.removeValue(forKey: Place(item.cell, item.output))
      else { return item }
      return ComparedOutput(problem)
    }
    // Whatever has no case of its own, as in a cell that is new.
    let covered = Set(comparison.differences.map { Place($0.cell, $0.output) })
    cases += problems.filter {
      let place = Place($0.cell, $0.output)
      return known[place] != nil && !covered.contains(place)
    }.map(ComparedOutput.init)
    self.cases = cases
  }

  /// The result of a notebook that could not be run or read at all.
  ///
  /// - Parameter reason: what is wrong; what to do.
  package init(path: String, line: Int = 1, kind: String = "notebook", reason: String) {
    self.path = path
    cases = [
      ComparedOutput(
        Difference(
          path: path, cell: 0, line: line, kind: kind, changes: [Change(.statement(reason))]))
    ]
  }

  package var differences: [Difference] { cases.compactMap(\.difference) }
  package var passedCount: Int { cases.count { $0.outcome == .passed } }
  package var failedCount: Int { cases.count { $0.difference != nil } }
  package var skippedCount: Int { cases.count { $0.outcome == .skipped } }

  private struct Place: Hashable {
    let cell: Int
    let output: Int?

    init(_ cell: Int, _ output: Int?) {
      self.cell = cell
      self.output = output
    }
  }

  private static func nothingAccepted(_ path: String) -> Difference {
    Difference(
      path: path, cell: 0, line: 1, kind: "accepted",
      changes: [
        Change(
          .statement(
            "nothing is accepted yet; look at the report, then run `runbook accept \(path)`"))
      ])
  }

  private static func inlineProblems(
    _ path: String, _ recording: Recording, rules: NotebookRules
  ) -> [Difference] {
    recording.inlineValues.compactMap { value in
      value.failure.map { failure in
        let place = rules.inlinePlaces[value.index]
        return Difference(
          path: path, cell: 0, file: place?.file, line: failure.line ?? place?.line ?? 1,
          output: value.index, kind: InlineComparison.kind,
          changes: [Change(.statement(Output.failure(failure).summary))], new: .failure(failure))
      }
    }
  }

  /// Why an output fails the test whatever is accepted; `nil` if it does not.
  private static func problem(_ output: Output, failureIsExpected: Bool) -> String? {
    if let claim = output.claim, !claim.holds {
      let evidence = claim.evidence.isEmpty ? "" : ": \(claim.evidence)"
      return "\(output.summary) does not hold\(evidence)"
    }
    return output.failure != nil && !failureIsExpected ? output.summary : nil
  }

  private static func drawingProblems(
    _ path: String, _ recording: Recording, _ failures: [DrawingFailure]
  ) -> [Difference] {
    failures.compactMap { item in
      guard let cell = recording.cells.first(where: { $0.index == item.cell }),
        cell.outputs.indices.contains(item.output)
      else { return nil }
      let output = cell.outputs[item.output]
      let place = OutputPlace(of: output, in: cell, seenFrom: path)
      return Difference(
        path: path, label: cell.label, cell: cell.index, file: place.file, line: place.line,
        output: item.output + 1, kind: output.kind.rawValue,
        changes: [Change(.statement(Output.failure(item.failure).summary))], new: output)
    }
  }

  private static func problems(_ path: String, _ recording: Recording) -> [Difference] {
    recording.cells.flatMap { cell in
      cell.outputs.enumerated().compactMap { index, output -> Difference? in
        guard let text = problem(output, failureIsExpected: cell.failureIsExpected) else {
          return nil
        }
        let place = OutputPlace(of: output, in: cell, seenFrom: path)
        return Difference(
          path: path, label: cell.label, cell: cell.index, file: place.file, line: place.line,
          output: index + 1, kind: output.kind.rawValue, changes: [Change(.statement(text))],
          new: output)
      }
    }
  }
}

/// The findings of a whole run of `runbook test`.
package struct TestSummary: Hashable, Sendable {
  package var results: [NotebookResult]

  package init(_ results: [NotebookResult]) {
    self.results = results
  }

  package var passedCount: Int { results.reduce(0) { $0 + $1.passedCount } }
  package var failedCount: Int { results.reduce(0) { $0 + $1.failedCount } }
  package var skippedCount: Int { results.reduce(0) { $0 + $1.skippedCount } }
  package var isSuccessful: Bool { failedCount == 0 }

  /// The lines of all differences, in order.
  package var lines: [String] { results.flatMap(\.differences).map(\.description) }
}

extension TestSummary: CustomStringConvertible {
  /// The line a run ends with, for example `41 passed, 1 failed`; outputs are counted.
  package var description: String { "\(passedCount) passed, \(failedCount) failed" }
}
