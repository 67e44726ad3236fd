package import RunbookOutput

extension ComparisonStrategy<Diagram> {
  /// Nodes by their names, edges by what they join; positions by tolerance, all else exactly.
  package static let byParts = byField { fields, rules in
    fields.compare(\.nodes, blank: []) { old, new in
      parts(old, new, name: { "node “\($0.id)”" }, kind: "nodes") { place, old, new in
        var fields = FieldComparison(old, new, at: place)
        for (path, name) in [(\Diagram.Node.x, "x"), (\.y, "y")] {
          fields.compare(path, blank: 0) { old, new in
            guard !rules.tolerance.accepts(old, new) else { return [] }
            return [.number(old, new, tolerance: rules.tolerance, at: "\(place), \(name)")]
          }
        }
        return fields.changes
      }
    }
    fields.compare(\.edges, blank: []) { old, new in
      parts(old, new, name: { "edge \($0.from) to \($0.to)" }, kind: "edges") {
        FieldComparison($1, $2, at: $0).changes
      }
    }
  }

  /// Pairs parts by their names, those of one name in their order.
  private static func parts<Part: Hashable>(
    _ old: [Part], _ new: [Part], name: (Part) -> String, kind: String,
    compare: (String, Part, Part) -> [Change]
  ) -> [Change] {
    let (before, after) = (named(old, name), named(new, name))
    let olds = Dictionary(uniqueKeysWithValues: zip(before, old))
    let news = Dictionary(uniqueKeysWithValues: zip(after, new))
    var changes = [Change]()
    for (key, part) in zip(before, old) {
      changes +=
        news[key].map { compare(key.text, part, $0) }
        ?? [Change(.statement("\(key.text) is gone"))]
    }
    for key in after where olds[key] == nil {
      changes.append(Change(.statement("\(key.text) is new")))
    }
    guard changes.isEmpty, before != after else { return changes }
    return [Change(.statement("the order of \(kind) changed"))]
  }

  private static func named<Part>(_ parts: [Part], _ name: (Part) -> String) -> [PartKey] {
    var counts: [String: Int] = [:]
    return parts.map { part in
      let text = name(part)
      counts[text, default: 0] += 1
      return PartKey(text: text, number: counts[text, default: 0])
    }
  }
}

/// A part's name and its place among the parts of that name, from 1.
private struct PartKey: Hashable {
  var text: String
  var number: Int
}
