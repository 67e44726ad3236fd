package import RunbookOutput

extension ComparisonStrategy<Diagram> {
  /// Nodes by their names, edges by what they join; looks and places exactly.
  package static let byParts = ComparisonStrategy { old, new, _ in
    var changes = [Change]()
    let before = Dictionary(old.nodes.map { ($0.id, $0) }) { first, _ in first }
    let after = Dictionary(new.nodes.map { ($0.id, $0) }) { first, _ in first }
    for node in old.nodes {
      guard let other = after[node.id] else {
        changes.append(Change(.statement("node “\(node.id)” is gone")))
        continue
      }
      if node.text != other.text {
        changes.append(
          Change(.words(old: node.text, new: other.text), at: "node “\(node.id)”, text"))
      } else if node != other {
        changes.append(Change(.statement("node “\(node.id)” looks or stands otherwise")))
      }
    }
    for node in new.nodes where before[node.id] == nil {
      changes.append(Change(.statement("node “\(node.id)” is new")))
    }
    guard old.edges != new.edges else { return changes }
    let gone = old.edges.filter { !new.edges.contains($0) }
    let come = new.edges.filter { !old.edges.contains($0) }
    changes += gone.map { Change(.statement("edge \($0.from) to \($0.to) is gone")) }
    changes += come.map { Change(.statement("edge \($0.from) to \($0.to) is new")) }
    return changes.isEmpty ? [Change(.statement("the order of edges changed"))] : changes
  }
}
