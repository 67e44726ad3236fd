/// Finds the word that somebody who mistyped one probably meant.
package enum Suggestion {
  /// Longer words are not compared: nobody types one by mistake for a short one.
  private static let longestWord = 64

  /// The candidate that is nearest to `word`, if one is near enough.
  ///
  /// Case, `_` and `-` are ignored, so that `figCap` and `fig_cap` match `fig-cap`.
  /// - Complexity: O(candidates × letters²).
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = normalized(word)
    guard !letters.isEmpty, letters.count <= longestWord else { return nil }
    let limit = max(1, letters.count / 3)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let other = normalized(candidate)
      guard abs(other.count - letters.count) <= limit else { continue }
      let distance = distance(letters, other)
      guard distance <= limit, distance < letters.count else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate ?? candidates.first { isBeginning(normalized($0), of: letters) }
  }

  /// Whether one of two words begins with the other: `fig-caption` and `fig-cap`.
  private static func isBeginning(_ word: [UInt8], of other: [UInt8]) -> Bool {
    min(word.count, other.count) >= 4 && (word.starts(with: other) || other.starts(with: word))
  }

  /// Whether somebody who knows one of `candidates` has most likely mistyped it: one slip, or two in a
  /// long word, behind the same first letter.
  static func isMisspelt(_ word: String, among candidates: some Sequence<String>) -> Bool {
    if ForeignKeys.contains(word) { return false }
    let letters = normalized(word)
    guard letters.count >= 3, letters.count <= longestWord else { return false }
    return candidates.contains { candidate in
      let other = normalized(candidate)
      let limit = other.count >= 8 ? 2 : 1
      return other.first == letters.first && abs(other.count - letters.count) <= limit
        && distance(letters, other) <= limit
    }
  }

  /// The advice at the end of a message about an unknown word.
  static func advice(for word: String, among candidates: some Sequence<String>) -> String {
    nearest(to: word, among: candidates).map { "did you mean '\($0)'?" } ?? "remove it"
  }

  private static func normalized(_ word: String) -> [UInt8] {
    word.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
  }

  /// The number of letters to insert, remove, replace or swap with a neighbour.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for i in left.indices {
      var current = [i + 1]
      current.reserveCapacity(right.count + 1)
      for j in right.indices {
        let replaced = previous[j] + (left[i] == right[j] ? 0 : 1)
        var cost = min(replaced, previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, beforePrevious[j - 1] + 1)
        }
        current.append(cost)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
