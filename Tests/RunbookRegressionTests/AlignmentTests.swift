import RunbookRegression
import Testing

@Suite struct AlignmentTests {
  private func text(_ pairs: [Alignment.Pair], _ old: String, _ new: String) -> String {
    let (old, new) = (Array(old), Array(new))
    return pairs.map { pair in
      switch (pair.old, pair.new) {
      case (let before?, let after?):
        old[before] == new[after] ? "\(old[before])" : "(\(old[before])\(new[after]))"
      case (let before?, nil): "-\(old[before])"
      case (nil, let after?): "+\(new[after])"
      case (nil, nil): "?"
      }
    }.joined()
  }

  @Test(
    "equal elements are paired, with as few as possible left over",
    arguments: [
      ("", "", 0), ("abc", "abc", 0), ("abc", "", 3), ("", "abc", 3), ("abc", "axbc", 1),
      ("abcabba", "cbabac", 5), ("abc", "xyz", 6), ("kitten", "sitting", 5),
    ])
  func shortest(old: String, new: String, edits: Int) {
    let (before, after) = (Array(old), Array(new))
    let pairs = Alignment.shortestEdit(before.count, after.count) { before[$0] == after[$1] }
    #expect(pairs.count { $0.old == nil || $0.new == nil } == edits)
    #expect(pairs.compactMap(\.old) == Array(before.indices))
    #expect(pairs.compactMap(\.new) == Array(after.indices))
    #expect(
      pairs.allSatisfy { $0.old == nil || $0.new == nil || before[$0.old!] == after[$0.new!] })
  }

  @Test("every random pair of sequences keeps its order and loses nothing")
  func random() {
    var random = SeededGenerator(state: 2)
    func sequence() -> [Int] {
      (0..<Int.random(in: 0...12, using: &random)).map { _ in Int.random(in: 0...3, using: &random)
      }
    }
    for _ in 0..<500 {
      let old = sequence()
      let new = sequence()
      let pairs = Alignment.shortestEdit(old.count, new.count) { old[$0] == new[$1] }
      #expect(pairs.compactMap(\.old) == Array(old.indices))
      #expect(pairs.compactMap(\.new) == Array(new.indices))
      // The table of costs finds the shortest script as well, by another way.
      let other = Alignment.cheapest(old.count, new.count) { old[$0] == new[$1] ? 0 : nil }
      #expect(pairs.count == other.count)
    }
  }

  @Test("a pair that costs less than two unpaired elements is formed")
  func cheapest() {
    func align(_ old: String, _ new: String, _ cost: Double?) -> String {
      let (before, after) = (Array(old), Array(new))
      return text(
        Alignment.cheapest(before.count, after.count) { before[$0] == after[$1] ? 0 : cost }, old,
        new)
    }
    #expect(align("abc", "axc", 1) == "a(bx)c")
    #expect(align("abc", "axc", nil) == "a-b+xc")
    #expect(align("abc", "axbc", 1) == "a+xbc")
  }
}
