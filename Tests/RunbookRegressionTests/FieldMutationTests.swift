import Foundation
import RunbookOutput
import RunbookRegression
import Testing

/// Every field of every kind of output is changed by itself; nobody lists the fields by hand.
@Suite struct FieldMutationTests {
  /// What may change without a difference: measured values of claims, and places in the notebook.
  private static let ignored: Set<String> = [
    "claim.evidence", "claim.measured", "claim.line", "claim.file", "claim.cell",
    "failure.line", "failure.column", "failure.file", "failure.frames",
    "failure.frames.function", "failure.frames.line", "failure.frames.file",
  ]

  @Test(
    "a change of any field is a difference with its position in words", arguments: FullOutputs.all
  )
  func mutations(output: Output) throws {
    let tree = try JSONTree(output)
    var mutated: Set<String> = []
    for leaf in tree.leaves {
      let path = "\(output.kind.rawValue).\(leaf.name)"
      if leaf.name == "kind" { continue }
      let changed = try #require(
        tree.mutations(of: leaf).lazy.compactMap { try? $0.decoded() }.first { $0 != output },
        "\(path): no other value is known")
      let changes = OutputStrategies.byMeaning.changes(output, changed, .standard)
      mutated.insert(path)
      if Self.ignored.contains(path) {
        #expect(changes.isEmpty, "\(path) may change")
      } else {
        #expect(!changes.isEmpty, "\(path) changed and nobody noticed")
      }
      for change in changes {
        let text = change.description
        #expect(!text.contains("Optional(") && !text.contains("RunbookOutput."), "\(path): \(text)")
      }
    }
    #expect(!mutated.isEmpty)
  }

  @Test("a value that exists in only one run is a difference", arguments: FullOutputs.all)
  func absence(output: Output) throws {
    let tree = try JSONTree(output)
    for path in tree.members where path.keys.last != "kind" {
      guard let without = try? tree.removing(path).decoded() else { continue }
      let name = "\(output.kind.rawValue).\(path.name)"
      for (old, new) in [(output, without), (without, output)] {
        let changes = OutputStrategies.byMeaning.changes(old, new, .standard)
        #expect(changes.isEmpty == Self.ignored.contains(name), "\(name): \(changes)")
      }
    }
  }

  @Test("the samples set every field and contain every case of every kind")
  func completeness() {
    #expect(Set(FullOutputs.all.map(\.kind)) == Set(Output.Kind.allCases))
    for output in FullOutputs.all {
      let empty = Self.emptyProperties(of: output.payload)
      #expect(empty.isEmpty, "\(output.kind): the sample leaves \(empty) empty")
    }
  }

  /// Stored properties that are `nil` or hold nothing, of a value and of all values in it.
  private static func emptyProperties(of value: Any, at place: String = "") -> [String] {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      guard let child = mirror.children.first else { return [place] }
      return emptyProperties(of: child.value, at: place)
    case .collection:
      return mirror.children.isEmpty
        ? [place] : mirror.children.flatMap { emptyProperties(of: $0.value, at: place) }
    case .struct where !(value is String):
      return mirror.children.flatMap {
        emptyProperties(of: $0.value, at: "\(place).\($0.label ?? "")")
      }
    default: return []
    }
  }
}
