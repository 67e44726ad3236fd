import Foundation
import RunbookOutput
import RunbookRegression

/// Asks about each difference of a notebook and accepts those that the user takes as right.
struct Acceptor {
  let path: String
  let outputs: AcceptedOutputs
  let record: TestRecord
  let rules: NotebookRules
  private let isColored: Bool

  init(_ path: String, _ outputs: AcceptedOutputs, _ record: TestRecord, _ rules: NotebookRules) {
    self.path = path
    self.outputs = outputs
    self.record = record
    self.rules = rules
    isColored = Terminal.allowsColor(on: 1)
  }

  /// What the user said of a cell.
  private enum Answer {
    case yes, no, all, quit
  }

  /// Asks and accepts.
  ///
  /// - Returns: whether to go on with other notebooks.
  func run() throws(AcceptanceError) -> Bool {
    guard let new = record.recording else {
      throw AcceptanceError(
        .cellFailed, path: path, line: record.problem?.line,
        message: "the last test could not run the notebook; mend it, then run the test again")
    }
    guard let accepted = try outputs.read() else {
      print("\(path): nothing is accepted yet, \(new.cells.count) cells ran")
      let answer = ask("accept the whole notebook?")
      if answer == .yes || answer == .all {
        try outputs.accept(new)
        print("accepted \(path)")
      }
      return answer != .quit
    }
    let differences = NotebookResult(path: path, accepted: accepted, new: new, rules: rules)
      .differences
    guard !differences.isEmpty else {
      print("\(path): nothing differs")
      return true
    }
    var taken: [Difference] = []
    var answer = Answer.no
    let groups = Self.byCell(differences)
    for group in groups {
      for difference in group { print(TerminalDiff(isColored: isColored).text(difference)) }
      guard !hasFailed(group[0], in: new) else {
        print("\(name(of: group[0])) failed, so it stays as it was accepted\n")
        continue
      }
      if answer != .all { answer = ask("accept \(name(of: group[0]))?") }
      if answer == .quit { break }
      if answer != .no { taken += group }
    }
    if taken.count == differences.count {
      try outputs.accept(new)
    } else if !taken.isEmpty {
      try outputs.accept(taken, of: new, rules: rules)
    }
    let count = Self.byCell(taken).count
    print("accepted \(count) of \(groups.count) in \(path)")
    return answer != .quit
  }

  /// Whether the difference is one of a cell, or of values in the text, that failed.
  private func hasFailed(_ difference: Difference, in new: Recording) -> Bool {
    if difference.isCellGone { return false }
    if difference.cell == 0 { return new.inlineValues.contains { $0.failure != nil } }
    guard let cell = new.cells.first(where: { $0.index == difference.cell }) else { return false }
    return !cell.failureIsExpected
      && cell.outputs.contains { if case .failure = $0 { true } else { false } }
  }

  private func name(of difference: Difference) -> String {
    if difference.cell == 0 { return "the values in the text" }
    if let label = difference.label { return label }
    return "cell \(difference.cell)\(difference.isCellGone ? ", which is gone" : "")"
  }

  /// Differences of one cell together, in their order.
  private static func byCell(_ differences: [Difference]) -> [[Difference]] {
    var groups: [[Difference]] = []
    for difference in differences {
      let place = groups.firstIndex {
        $0[0].cell == difference.cell && $0[0].isCellGone == difference.isCellGone
      }
      if let place { groups[place].append(difference) } else { groups.append([difference]) }
    }
    return groups
  }

  private func ask(_ question: String) -> Answer {
    while true {
      print("\(question) [y]es, [n]o, [a]ll that follow, [q]uit: ", terminator: "")
      fflush(nil)
      guard let line = readLine() else {
        print()
        return .quit
      }
      switch line.lowercased().prefix(1) {
      case "y": return .yes
      case "n": return .no
      case "a": return .all
      case "q": return .quit
      default: continue
      }
    }
  }
}
