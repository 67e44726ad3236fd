internal import RunbookDrawing

/// The colours of a confusion matrix: right answers green, mistakes red, by their share of the class.
struct ConfusionColors {
  private let values: [Double]
  private let classes: Int
  private let sums: [Double]
  /// The largest share of a class that one mistake takes.
  private let largestMistake: Double

  init(_ values: [Double], classes: Int) {
    self.values = values
    self.classes = classes
    let sums = (0..<classes).map { row in
      values[(row * classes)..<((row + 1) * classes)].filter(\.isFinite).reduce(0, +)
    }
    self.sums = sums
    largestMistake =
      values.indices.filter { $0 / classes != $0 % classes }
      .map { sums[$0 / classes] > 0 ? values[$0] / sums[$0 / classes] : 0 }.max() ?? 0
  }

  /// The colour of the cell at `index`; `nil` for an empty one.
  func color(at index: Int) -> RGBA? {
    let sum = sums[index / classes]
    guard values[index] > 0, sum > 0 else { return nil }
    let share = values[index] / sum
    if index / classes == index % classes {
      return Self.mixed((0xE3, 0xF1, 0xE8), (0x2F, 0x8F, 0x5B), share)
    }
    // The worst mistake is full red, however rare mistakes are.
    return Self.mixed((0xFC, 0xE8, 0xE4), (0xC8, 0x3A, 0x2B), share / max(largestMistake, 0.02))
  }

  private static func mixed(
    _ a: (Double, Double, Double), _ b: (Double, Double, Double), _ share: Double
  ) -> RGBA {
    let t = min(max(share, 0), 1)
    return RGBA(
      red: (a.0 + (b.0 - a.0) * t) / 255, green: (a.1 + (b.1 - a.1) * t) / 255,
      blue: (a.2 + (b.2 - a.2) * t) / 255)
  }
}
