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
  emitClaim(
    statement, ClaimVerdict(holds: condition, evidence: "", measured: nil), file: file, line: line)
}

/// States something that the theory says: the same as `claim(_:_:)`, with a word that names the truth.
public func claim(
  _ statement: String, holds condition: Bool, file: String = #file, line: Int = #line
) {
  claim(statement, condition, file: file, line: line)
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
  emitClaim(statement, .atMost(Double(measured), bound), file: file, line: line)
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
  emitClaim(statement, .atLeast(Double(measured), bound), file: file, line: line)
}

/// States that a count does not exceed a bound.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: what this run counted.
///   - bound: the most that the theory allows.
public func claim(
  _ statement: String, _ measured: Int, atMost bound: Int, file: String = #file, line: Int = #line
) {
  emitClaim(statement, .atMost(Double(measured), Double(bound)), file: file, line: line)
}

/// States that a count reaches a bound.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: what this run counted.
///   - bound: the least that the theory demands.
public func claim(
  _ statement: String, _ measured: Int, atLeast bound: Int, file: String = #file, line: Int = #line
) {
  emitClaim(statement, .atLeast(Double(measured), Double(bound)), file: file, line: line)
}

func emitClaim(_ statement: String, _ verdict: ClaimVerdict, file: String, line: Int) {
  Emitter.emit(
    .claim(
      Claim(
        statement: statement, holds: verdict.holds, evidence: verdict.evidence,
        measured: verdict.measured, line: line, cell: cellNumber(file))))
}

/// The number in `cell-3.swift`, the name under which cell 3 is compiled; 0 for another file.
private func cellNumber(_ file: String) -> Int {
  guard let name = file.split(separator: "/").last, name.hasPrefix("cell-") else { return 0 }
  return Int(name.dropFirst(5).prefix { $0 != "." }) ?? 0
}
