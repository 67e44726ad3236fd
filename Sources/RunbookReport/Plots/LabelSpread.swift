/// Moves labels apart that would overlap.
enum LabelSpread {
  /// Returns positions in the order of `wanted`, each as near to the wanted one as the others
  /// allow.
  ///
  /// - Parameters:
  ///   - wanted: the position of each label if it were alone, in pixels.
  ///   - distance: the minimum distance between two labels.
  ///   - first: the top of the space for labels.
  ///   - last: its bottom.
  static func places(
    for wanted: [Double], distance: Double, from first: Double, to last: Double
  ) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    // Groups of touching labels, each centred on the mean of its wanted positions; groups that meet
    // are joined.
    var groups = [(members: [Int], center: Double)]()
    func reach(_ count: Int) -> Double { Double(count - 1) * distance / 2 }
    // A group that is moved back into the space may meet the one before it, so it is moved at once.
    func kept(_ center: Double, _ count: Int) -> Double {
      max(min(center, last - reach(count)), first + reach(count))
    }
    for index in order {
      groups.append(([index], kept(wanted[index], 1)))
      while groups.count > 1 {
        let lower = groups[groups.count - 1]
        let upper = groups[groups.count - 2]
        let gap =
          lower.center - reach(lower.members.count) - upper.center - reach(upper.members.count)
        guard gap < distance else { break }
        let members = upper.members + lower.members
        groups.removeLast(2)
        let mean = members.map { wanted[$0] }.reduce(0, +) / Double(members.count)
        groups.append((members, kept(mean, members.count)))
      }
    }
    var result = wanted
    for group in groups {
      let half = reach(group.members.count)
      for (position, index) in group.members.enumerated() {
        result[index] = group.center - half + Double(position) * distance
      }
    }
    return result
  }
}
