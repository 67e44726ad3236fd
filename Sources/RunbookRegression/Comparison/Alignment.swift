/// Pairs the elements of two sequences.
package enum Alignment {
  /// An element of the old sequence, of the new one, or a corresponding pair.
  package struct Pair: Hashable, Sendable {
    package var old: Int?
    package var new: Int?

    package init(old: Int?, new: Int?) {
      self.old = old
      self.new = new
    }
  }

  /// The number of pairs whose cost is computed; in longer stretches elements are paired by
  /// position.
  static let costLimit = 10_000
  /// The maximum number of insertions and removals before stretches are paired by position.
  static let editLimit = 300

  /// Returns the pairing of least cost. An element without partner costs 1.
  ///
  /// - Parameter cost: the cost of pairing two elements: 0 if they are equal, `nil` if they cannot
  ///   be paired.
  /// - Complexity: `oldCount * newCount` after removing equal ends, up to `costLimit`.
  package static func cheapest(
    _ oldCount: Int, _ newCount: Int, cost judge: (Int, Int) -> Double?
  ) -> [Pair] {
    // Computing the cost of a pair may mean comparing two grids of images, so it is done once.
    var known: [Pair: Double?] = [:]
    func cost(_ old: Int, _ new: Int) -> Double? {
      let pair = Pair(old: old, new: new)
      if let cost = known[pair] { return cost }
      let cost = judge(old, new)
      known[pair] = .some(cost)
      return cost
    }
    let (head, tail) = equalEnds(oldCount, newCount) { cost($0, $1) == 0 }
    let rows = oldCount - head - tail
    let columns = newCount - head - tail
    let middle =
      rows * columns > costLimit
      ? byPosition(rows, columns) { cost($0 + head, $1 + head) != nil }
      : table(rows, columns) { cost($0 + head, $1 + head) }
    return join(head: head, middle: middle, tail: tail, oldCount, newCount)
  }

  /// Returns the pairing with the fewest elements left over; only equal elements are paired.
  ///
  /// - Complexity: `(oldCount + newCount) * edits`.
  ///
  /// Source: Eugene Myers, An O(ND) difference algorithm and its variations, 1986.
  package static func shortestEdit(
    _ oldCount: Int, _ newCount: Int, areEqual: (Int, Int) -> Bool
  ) -> [Pair] {
    let (head, tail) = equalEnds(oldCount, newCount, areEqual: areEqual)
    let rows = oldCount - head - tail
    let columns = newCount - head - tail
    let middle =
      editScript(rows, columns) { areEqual($0 + head, $1 + head) }
      ?? byPosition(rows, columns) { areEqual($0 + head, $1 + head) }
    return join(head: head, middle: middle, tail: tail, oldCount, newCount)
  }

  private static func equalEnds(
    _ oldCount: Int, _ newCount: Int, areEqual: (Int, Int) -> Bool
  ) -> (head: Int, tail: Int) {
    let shorter = min(oldCount, newCount)
    var head = 0
    while head < shorter, areEqual(head, head) { head += 1 }
    var tail = 0
    while tail < shorter - head, areEqual(oldCount - 1 - tail, newCount - 1 - tail) { tail += 1 }
    return (head, tail)
  }

  private static func join(
    head: Int, middle: [Pair], tail: Int, _ oldCount: Int, _ newCount: Int
  ) -> [Pair] {
    (0..<head).map { Pair(old: $0, new: $0) }
      + middle.map { Pair(old: $0.old.map { $0 + head }, new: $0.new.map { $0 + head }) }
      + (0..<tail).reversed().map { Pair(old: oldCount - 1 - $0, new: newCount - 1 - $0) }
  }

  private static func byPosition(
    _ rows: Int, _ columns: Int, canPair: (Int, Int) -> Bool
  ) -> [Pair] {
    (0..<max(rows, columns)).flatMap { index -> [Pair] in
      let old = index < rows ? index : nil
      let new = index < columns ? index : nil
      if let old, let new, !canPair(old, new) {
        return [Pair(old: old, new: nil), Pair(old: nil, new: new)]
      }
      return [Pair(old: old, new: new)]
    }
  }

  private static func table(
    _ rows: Int, _ columns: Int, cost: (Int, Int) -> Double?
  ) -> [Pair] {
    let width = columns + 1
    var least = [Double](repeating: 0, count: (rows + 1) * width)
    var pairCost = [Double?](repeating: nil, count: rows * columns)
    for row in (0...rows).reversed() {
      for column in (0...columns).reversed() where row < rows || column < columns {
        var best = Double.infinity
        if row < rows { best = least[(row + 1) * width + column] + 1 }
        if column < columns { best = min(best, least[row * width + column + 1] + 1) }
        if row < rows, column < columns, let own = cost(row, column) {
          pairCost[row * columns + column] = own
          best = min(best, least[(row + 1) * width + column + 1] + own)
        }
        least[row * width + column] = best
      }
    }
    var pairs = [Pair]()
    var (row, column) = (0, 0)
    while row < rows || column < columns {
      let best = least[row * width + column]
      if row < rows, column < columns, let own = pairCost[row * columns + column],
        least[(row + 1) * width + column + 1] + own <= best
      {
        pairs.append(Pair(old: row, new: column))
        (row, column) = (row + 1, column + 1)
      } else if row < rows, least[(row + 1) * width + column] + 1 <= best {
        pairs.append(Pair(old: row, new: nil))
        row += 1
      } else {
        pairs.append(Pair(old: nil, new: column))
        column += 1
      }
    }
    return pairs
  }

  /// The shortest edit script, or `nil` if it is longer than `editLimit`.
  private static func editScript(
    _ rows: Int, _ columns: Int, areEqual: (Int, Int) -> Bool
  ) -> [Pair]? {
    let limit = min(rows + columns, editLimit)
    // furthest[k + limit] is the number of old elements that the best path on diagonal k has
    // passed.
    var furthest = [Int](repeating: 0, count: 2 * limit + 3)
    var history = [[Int]]()
    for edits in 0...limit {
      history.append(furthest)
      for diagonal in stride(from: -edits, through: edits, by: 2) {
        let index = diagonal + limit + 1
        let isDown =
          diagonal == -edits || diagonal != edits && furthest[index - 1] < furthest[index + 1]
        var row = edits == 0 ? 0 : isDown ? furthest[index + 1] : furthest[index - 1] + 1
        while row < rows, row - diagonal < columns, row - diagonal >= 0,
          areEqual(row, row - diagonal)
        {
          row += 1
        }
        furthest[index] = row
        if row >= rows, row - diagonal >= columns {
          return path(history, rows, columns, offset: limit + 1)
        }
      }
    }
    return nil
  }

  private static func path(
    _ history: [[Int]], _ rows: Int, _ columns: Int, offset: Int
  ) -> [Pair] {
    var pairs = [Pair]()
    var (row, column) = (rows, columns)
    for (edits, furthest) in history.enumerated().reversed() where edits > 0 {
      let diagonal = row - column
      let index = diagonal + offset
      let isDown =
        diagonal == -edits || diagonal != edits && furthest[index - 1] < furthest[index + 1]
      let previousRow = isDown ? furthest[index + 1] : furthest[index - 1]
      let previousColumn = previousRow - (isDown ? diagonal + 1 : diagonal - 1)
      while row > previousRow + (isDown ? 0 : 1), column > previousColumn + (isDown ? 1 : 0) {
        (row, column) = (row - 1, column - 1)
        pairs.append(Pair(old: row, new: column))
      }
      pairs.append(
        isDown ? Pair(old: nil, new: previousColumn) : Pair(old: previousRow, new: nil))
      (row, column) = (previousRow, previousColumn)
    }
    while row > 0 {
      (row, column) = (row - 1, column - 1)
      pairs.append(Pair(old: row, new: column))
    }
    return pairs.reversed()
  }
}
