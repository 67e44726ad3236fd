/// States something that the theory says and this run must bear out.
///
/// The report shows the statement where it is made, with what was measured and whether it holds, and
/// gathers all of them at its top. A claim that does not hold makes the run fail, after it has
/// finished.
///
/// - Parameters:
///   - statement: the theory in words, for example `"convolution commutes with a shift"`.
///   - condition: whether it holds.
public func claim(
  _ statement: String, _ condition: Bool, file: String = #file, line: Int = #line
) {
  emitClaim(statement, holds: condition, evidence: "", measured: nil, file: file, line: line)
}

/// States something that the theory says: the same as `claim(_:_:)`, with a word that names the truth.
public func claim(
  _ statement: String, holds condition: Bool, file: String = #file, line: Int = #line
) {
  emitClaim(statement, holds: condition, evidence: "", measured: nil, file: file, line: line)
}

/// States that a measured value does not exceed a bound.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: what this run found.
///   - bound: the most that the theory allows; a NaN does not hold.
public func claim(
  _ statement: String, _ measured: some BinaryFloatingPoint, atMost bound: Double,
  file: String = #file, line: Int = #line
) {
  let value = Double(measured)
  emitClaim(
    statement, holds: value <= bound, evidence: comparison(value, value <= bound, "≤", "≰", bound),
    measured: value, file: file, line: line)
}

/// States that a measured value reaches a bound.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: what this run found.
///   - bound: the least that the theory demands; a NaN does not hold.
public func claim(
  _ statement: String, _ measured: some BinaryFloatingPoint, atLeast bound: Double,
  file: String = #file, line: Int = #line
) {
  let value = Double(measured)
  emitClaim(
    statement, holds: value >= bound, evidence: comparison(value, value >= bound, "≥", "≱", bound),
    measured: value, file: file, line: line)
}

/// States that a measured value equals an expected one.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: what this run found.
///   - expected: what the theory says.
///   - tolerance: how far apart they may be, in the value's own unit; a NaN does not hold.
public func claim(
  _ statement: String, _ measured: some BinaryFloatingPoint, equals expected: Double,
  within tolerance: Double, file: String = #file, line: Int = #line
) {
  let value = Double(measured)
  let holds = abs(value - expected) <= tolerance
  emitClaim(
    statement, holds: holds,
    evidence: comparison(value, holds, "=", "≠", expected) + " (within \(short(tolerance)))",
    measured: value, file: file, line: line)
}

/// States that a count equals an expected one.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: what this run counted.
///   - expected: what the theory says.
public func claim(
  _ statement: String, _ measured: Int, equals expected: Int, file: String = #file,
  line: Int = #line
) {
  let holds = measured == expected
  emitClaim(
    statement, holds: holds, evidence: "\(measured) \(holds ? "=" : "≠") \(expected)",
    measured: Double(measured), file: file, line: line)
}

private func comparison(
  _ value: Double, _ holds: Bool, _ sign: String, _ contrary: String, _ bound: Double
) -> String {
  "\(short(value)) \(holds ? sign : contrary) \(short(bound))"
}

private func emitClaim(
  _ statement: String, holds: Bool, evidence: String, measured: Double?, file: String, line: Int
) {
  Emitter.emit(
    .claim(
      Claim(
        statement: statement, holds: holds, evidence: evidence, measured: measured, line: line,
        cell: cellNumber(file))))
}

/// The number in `cell-3.swift`, the name under which cell 3 is compiled; 0 for another file.
private func cellNumber(_ file: String) -> Int {
  guard let name = file.split(separator: "/").last, name.hasPrefix("cell-") else { return 0 }
  return Int(name.dropFirst(5).prefix { $0 != "." }) ?? 0
}
