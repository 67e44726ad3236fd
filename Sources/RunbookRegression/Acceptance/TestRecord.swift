package import RunbookOutput

/// The result of one run of a notebook by `runbook test`.
package struct TestRecord: Codable, Hashable, Sendable {
  /// Why a notebook could not be run at all.
  package struct Problem: Codable, Hashable, Sendable {
    /// The line of the notebook to look at, from 1.
    package var line: Int
    /// The problem and its remedy.
    package var reason: String

    package init(line: Int = 1, reason: String) {
      self.line = line
      self.reason = reason
    }
  }

  /// The outputs of the cells; `nil` if the notebook could not be run.
  package var recording: Recording?
  /// The figures of the recording that could not be drawn.
  package var drawingFailures: [DrawingFailure]?
  package var problem: Problem?
  /// How long it took, so that the next test can begin with the longest.
  package var seconds: Double
  /// How long each cell took, by its number; those that ran.
  package var cellSeconds: [Int: Double]?

  package init(
    _ recording: Recording, drawingFailures: [DrawingFailure] = [], seconds: Double = 0
  ) {
    self.recording = recording
    self.drawingFailures = drawingFailures.isEmpty ? nil : drawingFailures
    self.seconds = seconds
  }

  package init(problem: Problem, seconds: Double = 0) {
    self.problem = problem
    self.seconds = seconds
  }
}

extension NotebookResult {
  /// Compares the result of a run with the accepted outputs.
  ///
  /// Accepted outputs that cannot be read are a failure of this notebook, and not of the whole test.
  package init(path: String, record: TestRecord, accepted: AcceptedOutputs, rules: NotebookRules) {
    defer {
      seconds = record.seconds
      cellSeconds = record.cellSeconds ?? [:]
    }
    guard let recording = record.recording else {
      let problem = record.problem
      self.init(
        path: path, line: problem?.line ?? 1,
        reason: problem?.reason ?? "the notebook cannot be run")
      return
    }
    do throws(AcceptanceError) {
      self.init(
        path: path, accepted: try accepted.read(), new: recording,
        drawingFailures: record.drawingFailures ?? [], rules: rules)
    } catch {
      let place = error.line.map { "\(error.path):\($0)" } ?? error.path
      self.init(path: path, kind: "accepted", reason: "\(place): \(error.message)")
    }
  }
}
