import Foundation
import RunbookOutput
import Testing

/// A claim as it is written, and what the report shows beside it.
struct ClaimCase: CustomTestStringConvertible, Sendable {
  var code: String
  var holds: Bool
  var evidence: String

  init(_ code: String, _ holds: Bool, _ evidence: String) {
    self.code = code
    self.holds = holds
    self.evidence = evidence
  }

  var testDescription: String { code }
}

@Suite struct ClaimTests {
  static let cases = [
    ClaimCase("1 < 2", true, ""),
    ClaimCase("holds: 2 < 1", false, ""),
    ClaimCase("4.8e-7, atMost: 1e-6", true, "4.8e-7 ≤ 1e-6"),
    ClaimCase("0.25, atMost: 0.125", false, "0.25 ≰ 0.125 (0.125 above)"),
    ClaimCase("0.123456, atMost: 0.123455", false, "0.123456 ≰ 0.123455 (1e-6 above)"),
    ClaimCase("0.9, atLeast: 0.95", false, "0.9 ≱ 0.95 (0.05 below)"),
    ClaimCase("Double.nan, atLeast: 0.95", false, "nan ≱ 0.95"),
    ClaimCase("Double.infinity, atLeast: 0.95", true, "inf ≥ 0.95"),
    ClaimCase("[1, 2].count, atMost: 2", true, "2 ≤ 2"),
    ClaimCase("[1, 2].count, atLeast: 3", false, "2 ≱ 3 (1 below)"),
    ClaimCase("3, equals: 3", true, "3 = 3"),
    ClaimCase("431_080, equals: 431_081", false, "431080 ≠ 431081 (difference 1)"),
    ClaimCase("98, equals: 100, within: 3", true, "98 = 100 (within 3)"),
    ClaimCase("98, equals: 100, relative: 0.01", false, "98 ≠ 100 (difference 2, allowed 1 %)"),
    ClaimCase("3.14159, equals: 3.14, within: 0.01", true, "3.142 = 3.14 (within 0.01)"),
    ClaimCase(
      "1.0, equals: 2, within: 0.5", false, "1 ≠ 2 (difference 1, allowed 0.5)"),
    ClaimCase("0.5, equals: 0.5", true, "0.5 = 0.5"),
    ClaimCase(
      "0.1 + 0.2, equals: 0.3", false,
      "0.30000000000000004 ≠ 0.29999999999999999 (difference 5.551e-17)"),
    ClaimCase(
      "Float(0.3333), equals: 0.3334, relative: 0.001", true, "0.3333 = 0.3334 (within 0.1 %)"),
    ClaimCase(
      "-1000.0, equals: -1009, within: 1, relative: 0.01", true, "-1000 = -1009 (within 1 + 1 %)"),
    ClaimCase("-Double.infinity, equals: -Double.infinity", true, "-inf = -inf"),
    ClaimCase("Double.nan, equals: 1, within: 9", false, "nan ≠ 1 (difference nan, allowed 9)"),
    ClaimCase(
      "Tensor([1.0, 2.0]), equals: Tensor([1.0, 2.5]), within: 0.5", true,
      "largest difference 0.5 (within 0.5)"),
    ClaimCase(
      "Tensor([[1.0, 2.0], [3.0, 4.0]]), equals: Tensor([[1.0, 2.0], [3.5, 4.0]])", false,
      "3 ≠ 3.5 at [1, 0] (difference 0.5)"),
    ClaimCase(
      "Tensor([1.0]), equals: Tensor([1.0, 2.0]), within: 9", false, "shape [1] ≠ [2]"),
    ClaimCase(
      "Tensor([1.0], dtype: .float64), equals: Tensor([1.0])", true, "all elements are equal"),
    ClaimCase("[0.5, 1], equals: [0.5, 1]", true, "all elements are equal"),
    ClaimCase(
      "[100, 0.1], equals: [101, 0.2], relative: 0.02", false,
      "0.1 ≠ 0.2 at [1] (difference 0.1, allowed 2 %)"),
    ClaimCase(
      "[Float.nan], equals: [1], within: 1", false, "nan ≠ 1 at [0] (difference nan, allowed 1)"),
    ClaimCase("Array(1...2), equals: [1, 2]", true, "[1, 2] = [1, 2]"),
    ClaimCase("\"합성곱\", equals: \"순환\"", false, "\"합성곱\" ≠ \"순환\""),
  ]

  @Test("a claim shows what it compared, and a failed one the difference and the tolerance")
  func evidence() throws {
    let run = try Run([
      Self.cases.map { "claim(\"it\", \($0.code))" }.joined(separator: "\n")
    ])
    #expect(run.failure(ofCell: 1) == nil, "\(run.text)")
    let claims = run.recording.cells[0].outputs.compactMap { output -> Claim? in
      if case .claim(let claim) = output { return claim }
      return nil
    }
    #expect(claims.count == Self.cases.count)
    for (claim, expected) in zip(claims, Self.cases) {
      #expect(claim.holds == expected.holds, "\(expected.code)")
      #expect(claim.evidence == expected.evidence, "\(expected.code)")
    }
  }
}
