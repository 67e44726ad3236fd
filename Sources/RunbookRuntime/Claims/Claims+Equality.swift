/// States that a measured value equals an expected one.
///
/// It holds if `|measured - expected| ≤ tolerance + relative * |expected|`; without a tolerance the two
/// have to be the same number.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: what this run found.
///   - expected: what the theory says.
///   - tolerance: how far apart they may be, in the value's own unit; a NaN does not hold.
///   - relative: how far apart they may be, as a share of `expected`: 0.01 is one per cent.
public func claim(
  _ statement: String, _ measured: some BinaryFloatingPoint, equals expected: Double,
  within tolerance: Double = 0, relative: Double = 0, file: String = #file, line: Int = #line
) {
  let allowed = ClaimTolerance(absolute: tolerance, relative: relative)
  emitClaim(statement, .equal(Double(measured), expected, allowed), file: file, line: line)
}

/// States that a count equals an expected one, or comes near it.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: what this run counted.
///   - expected: what the theory says.
///   - tolerance: how far apart they may be.
///   - relative: how far apart they may be, as a share of `expected`.
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
/// What is measured is the largest difference of two elements. Tensors of other shapes are not equal,
/// those of other number types can be.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: what this run found, of any shape.
///   - expected: what the theory says, of the same shape.
///   - tolerance: how far apart elements may be; a NaN does not hold.
///   - relative: how far apart they may be, as a share of the expected element.
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
/// What is measured is the largest difference of two elements. Lists of other lengths are not equal.
///
/// - Parameters:
///   - statement: the theory in words.
///   - measured: what this run found.
///   - expected: what the theory says.
///   - tolerance: how far apart elements may be; a NaN does not hold.
///   - relative: how far apart they may be, as a share of the expected element.
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
///   - measured: what this run found.
///   - expected: what the theory says.
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

/// The beginning of a value's text, for a line of a report.
private func excerpt(_ value: Any) -> String {
  let text = (value as? String).map { "\"\($0)\"" } ?? String(describing: value)
  return text.count <= 60 ? text : text.prefix(57) + "…"
}
