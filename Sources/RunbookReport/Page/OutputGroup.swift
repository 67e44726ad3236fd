internal import RunbookOutput

/// Adjacent outputs of a cell that are shown together: the figures of one row, a list of claims.
struct OutputGroup {
  enum Kind {
    case figures, claims, table, other
  }

  /// An output and its index in the recording.
  struct Member {
    var index: Int
    var output: Output
  }

  var kind: Kind
  var members: [Member]

  var isFigure: Bool { kind == .figures }
  var isTable: Bool { kind == .table }

  /// Groups `outputs`; consecutive pieces of text from one stream are joined.
  static func groups(of outputs: [Member]) -> [OutputGroup] {
    var groups = [OutputGroup]()
    for member in outputs {
      let kind = kind(of: member.output)
      guard let last = groups.last, last.kind == kind else {
        groups.append(OutputGroup(kind: kind, members: [member]))
        continue
      }
      let end = groups.count - 1
      if case .text(let next) = member.output, let previous = last.members.last,
        case .text(var text) = previous.output, text.stream == next.stream
      {
        text.text += next.text
        groups[end].members[last.members.count - 1].output = .text(text)
      } else {
        groups[end].members.append(member)
      }
    }
    return groups
  }

  private static func kind(of output: Output) -> Kind {
    switch output.presentation {
    case .figure: .figures
    case .claim: .claims
    case .table: .table
    // A figure that could not be drawn keeps its position among the others as a separate block.
    case .block: .other
    }
  }
}
