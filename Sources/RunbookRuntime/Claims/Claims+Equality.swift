/// States that a measured value equals an expected one.
///
/// It holds if `|measured - expected| ≤ tolerance + relative * |expected|`; without a tolerance the two
/// have to be the same number.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: the value that this run computed.
///   - expected: the value predicted by the theory.
///   - tolerance: the largest allowed difference, in the unit of the value; a NaN does not hold.
///   - relative: the largest allowed difference, as a share of `expected`: 0.01 is one per cent.
public func claim(
  _ statement: String, _ measured: some BinaryFloatingPoint, equals expected: Double,
  within tolerance: Double = 0, relative: Double = 0, file: String = #file, line: Int = #line
) {
  let allowed = ClaimTolerance(absolute: tolerance, relative: relative)
  emitClaim(statement, .equal(Double(measured), expected, allowed), file: file, line: line)
}

/// States that a count equals, or nearly equals, an expected one.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: the count in this run.
///   - expected: the value predicted by the theory.
///   - tolerance: the largest allowed difference.
///   - relative: the largest allowed difference, as a share of `expected`.
public func claim(
  _ statement: String, _ measured: Int, equals expected: Int, within tolerance: Int = 0,
  relative: Double = 0, file: String = #file, line: Int = #line
) {
  let allowed = ClaimTolerance(absolute: Double(tolerance), relative: relative)
  emitClaim(
    statement, .equal(Double(measured), Double(expected), allowed), file: file, line: line)
}

/// States that the elements of a tensor equal those of another.
///
/// The measured value is the largest difference of two elements. Tensors of different shapes are
/// not equal; tensors of different number types may be.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: the tensor that this run computed, of any shape.
///   - expected: the tensor predicted by the theory, of the same shape.
///   - tolerance: the largest allowed difference of elements; a NaN does not hold.
///   - relative: the largest allowed difference, as a share of the expected element.
public func claim(
  _ statement: String, _ measured: Tensor, equals expected: Tensor, within tolerance: Double = 0,
  relative: Double = 0, file: String = #file, line: Int = #line
) {
  let allowed = ClaimTolerance(absolute: tolerance, relative: relative)
  emitClaim(
    statement,
    .equal(
      measured.values, shape: measured.shape, expected.values, shape: expected.shape, allowed),
    file: file, line: line)
}

/// States that the numbers of a list equal those of another.
///
/// The measured value is the largest difference of two elements. Lists of different lengths are not
/// equal.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: the value that this run computed.
///   - expected: the value predicted by the theory.
///   - tolerance: the largest allowed difference of elements; a NaN does not hold.
///   - relative: the largest allowed difference, as a share of the expected element.
public func claim<Number: BinaryFloatingPoint>(
  _ statement: String, _ measured: [Number], equals expected: [Number],
  within tolerance: Double = 0, relative: Double = 0, file: String = #file, line: Int = #line
) {
  let allowed = ClaimTolerance(absolute: tolerance, relative: relative)
  emitClaim(
    statement,
    .equal(
      measured.map { Double($0) }, shape: [measured.count], expected.map { Double($0) },
      shape: [expected.count], allowed),
    file: file, line: line)
}

/// States that a value of any type equals an expected one.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: the value that this run computed.
///   - expected: the value predicted by the theory.
@_disfavoredOverload
public func claim<Value: Equatable>(
  _ statement: String, _ measured: Value, equals expected: Value, file: String = #file,
  line: Int = #line
) {
  let holds = measured == expected
  emitClaim(
    statement,
    ClaimVerdict(
      holds: holds,
      evidence: "\(excerpt(measured)) \(holds ? "=" : "≠") \(excerpt(expected))", measured: nil),
    file: file, line: line)
}

/// The beginning of the text of a value, on one line of a report.
private func excerpt(_ value: Any) -> String {
  let text = (value as? String).map { "\"\($0)\"" } ?? String(describing: value)
  return text.count <= 60 ? text : text.prefix(57) + "…"
}
