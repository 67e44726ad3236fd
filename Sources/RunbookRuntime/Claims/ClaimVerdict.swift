internal import RunbookDrawing

/// How far a measured value may be from the expected one.
struct ClaimTolerance {
  var absolute: Double
  var relative: Double

  /// The largest difference from `expected` that is allowed.
  func allowed(around expected: Double) -> Double {
    absolute + (relative == 0 ? 0 : relative * abs(expected))
  }

  /// The tolerance in words: `0.01`, `1 %`; `nil` if nothing.
  var words: String? {
    let parts =
      (absolute == 0 ? [] : [NumberText.short(absolute)])
      + (relative == 0 ? [] : ["\(NumberText.short(relative * 100)) %"])
    return parts.isEmpty ? nil : parts.joined(separator: " + ")
  }
}

/// Whether a claim holds, and what the report shows as its evidence.
///
/// Evidence that holds is short. Evidence that does not tells the measured value, the expected one, the
/// difference and what was allowed, with as many digits as make the failure visible.
struct ClaimVerdict {
  var holds: Bool
  var evidence: String
  var measured: Double?

  static func atMost(_ value: Double, _ bound: Double) -> ClaimVerdict {
    compared(
      value, bound, holds: value <= bound, "≤", "≰",
      beyond: "\(NumberText.short(value - bound)) above")
  }

  static func atLeast(_ value: Double, _ bound: Double) -> ClaimVerdict {
    compared(
      value, bound, holds: value >= bound, "≥", "≱",
      beyond: "\(NumberText.short(bound - value)) below")
  }

  static func equal(
    _ value: Double, _ expected: Double, _ tolerance: ClaimTolerance
  ) -> ClaimVerdict {
    // Infinities of one sign are equal, and have no difference.
    let holds = value == expected || abs(value - expected) <= tolerance.allowed(around: expected)
    guard holds else {
      let (measured, wanted) = NumberText.pair(value, expected)
      return ClaimVerdict(
        holds: false,
        evidence: "\(measured) ≠ \(wanted) (\(miss(value, expected, tolerance)))", measured: value)
    }
    let note = tolerance.words.map { " (within \($0))" } ?? ""
    return ClaimVerdict(
      holds: true, evidence: "\(NumberText.short(value)) = \(NumberText.short(expected))\(note)",
      measured: value)
  }

  /// Compares the elements of two tensors or lists.
  static func equal(
    _ values: [Double], shape: [Int], _ expected: [Double], shape expectedShape: [Int],
    _ tolerance: ClaimTolerance
  ) -> ClaimVerdict {
    guard shape == expectedShape else {
      return ClaimVerdict(
        holds: false, evidence: "shape \(shape) ≠ \(expectedShape)", measured: nil)
    }
    var largest = 0.0
    // The element that is farthest beyond what is allowed; a NaN is farther than any number.
    var worst: (index: Int, excess: Double)?
    for (index, (value, wanted)) in zip(values, expected).enumerated() where value != wanted {
      let difference = abs(value - wanted)
      if difference.isNaN || difference > largest { largest = difference }
      if largest.isNaN { return .unequal(values, expected, at: index, shape, tolerance, .nan) }
      let excess = difference - tolerance.allowed(around: wanted)
      if excess > 0, excess > worst?.excess ?? 0 { worst = (index, excess) }
    }
    if let worst {
      return .unequal(values, expected, at: worst.index, shape, tolerance, largest)
    }
    let words =
      largest == 0 ? "all elements are equal" : "largest difference \(NumberText.short(largest))"
    let note = tolerance.words.map { " (within \($0))" } ?? ""
    return ClaimVerdict(holds: true, evidence: words + note, measured: largest)
  }

  private static func unequal(
    _ values: [Double], _ expected: [Double], at index: Int, _ shape: [Int],
    _ tolerance: ClaimTolerance, _ largest: Double
  ) -> ClaimVerdict {
    var rest = index
    let place = shape.reversed().map { length -> Int in
      defer { rest /= length }
      return rest % length
    }
    let (measured, wanted) = NumberText.pair(values[index], expected[index])
    return ClaimVerdict(
      holds: false,
      evidence: "\(measured) ≠ \(wanted) at \(Array(place.reversed())) "
        + "(\(miss(values[index], expected[index], tolerance)))",
      measured: largest)
  }

  private static func miss(
    _ value: Double, _ expected: Double, _ tolerance: ClaimTolerance
  ) -> String {
    let difference = "difference \(NumberText.short(abs(value - expected)))"
    return tolerance.words.map { "\(difference), allowed \($0)" } ?? difference
  }

  private static func compared(
    _ value: Double, _ bound: Double, holds: Bool, _ sign: String, _ contrary: String,
    beyond: String
  ) -> ClaimVerdict {
    let (measured, limit) = NumberText.pair(value, bound)
    let note = holds || value.isNaN || bound.isNaN ? "" : " (\(beyond))"
    return ClaimVerdict(
      holds: holds, evidence: "\(measured) \(holds ? sign : contrary) \(limit)\(note)",
      measured: value)
  }
}
