import Foundation
import RunbookRegression
import RunbookWorkspace

/// Asks about each difference of a notebook and accepts those that the user confirms.
struct InteractiveAcceptance {
  private let note: Note
  private let record: TestRecord

  init(_ note: Note, _ record: TestRecord) {
    self.note = note
    self.record = record
  }

  /// The user's answer about a cell.
  private enum Answer {
    case yes, no, all, quit
  }

  /// Asks and accepts.
  ///
  /// - Returns: whether to go on with other notebooks.
  func run() throws(AcceptanceError) -> Bool {
    guard let new = record.recording else {
      throw AcceptanceError(
        .cellFailed, path: note.path, line: record.problem?.line,
        message: "the last test could not run the notebook; fix it, then run the test again")
    }
    guard let accepted = try note.acceptedOutputs.read() else {
      print("\(note.path): nothing is accepted yet, \(new.cells.count) cells ran")
      let answer = ask("accept the whole notebook?")
      if answer == .yes || answer == .all {
        try note.accept(new)
        print("accepted \(note.path)")
      }
      return answer != .quit
    }
    let review = AcceptanceReview(note, accepted: accepted, new: new)
    guard !review.groups.isEmpty else {
      print("\(note.path): nothing differs")
      return true
    }
    let text = TerminalDiff(isColored: Terminal.allowsColor(on: 1))
    var taken: [AcceptanceReview.Group] = []
    var answer = Answer.no
    for group in review.groups {
      for difference in group.differences { print(StyledText(styled: text.text(difference))) }
      guard !group.hasFailed else {
        print("\(group.name) failed, so it stays as it was accepted\n")
        continue
      }
      if answer != .all { answer = ask("accept \(group.name)?") }
      if answer == .quit { break }
      if answer != .no { taken.append(group) }
    }
    try review.accept(taken)
    print("accepted \(taken.count) of \(review.groups.count) in \(note.path)")
    return answer != .quit
  }

  private func ask(_ question: String) -> Answer {
    while true {
      let choices: StyledText = "\(question) [y]es, [n]o, [a]ll that follow, [q]uit: "
      print(choices, terminator: "")
      guard let line = readLine() else {
        print("")
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
