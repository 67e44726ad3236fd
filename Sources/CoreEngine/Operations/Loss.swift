internal import CEngine

/// The mean cross-entropy between class scores and labels, `-mean log softmax(scores)[label]`.
///
/// - Parameters:
///   - logits: scores before softmax, shape `[rows, classes]`.
///   - labels: whole numbers in `0..<classes`, shape `[rows]`; or a distribution over the classes
///     for each row, shape `[rows, classes]`.
/// - Returns: shape `[]`.
///
/// Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.3.
public func crossEntropy(_ logits: Tensor, _ labels: Tensor) -> Tensor {
  if labels.shape == logits.shape && logits.rank == 2 {
    return -(logits.logSoftmax() * labels).sum() * (1 / Double(logits.shape[0]))
  }
  require(
    logits.rank == 2 && labels.shape == [logits.shape[0]] && logits.count > 0,
    "crossEntropy: scores \(logits.signature), labels \(labels.signature)")
  let (rows, classes) = (logits.shape[0], logits.shape[1])
  let labels = labels.detached.converted(to: logits.dtype)
  for row in 0..<rows {
    let label = labels.element(at: row)
    require(
      label >= 0 && label < Double(classes) && label == label.rounded(),
      "crossEntropy: label \(label) in row \(row), scores \(logits.signature)")
  }
  let loss = Tensor(uninitialized: [], dtype: logits.dtype)
  let slope = Tensor(uninitialized: logits.shape, dtype: logits.dtype)
  ce_cross_entropy(
    logits.dtype.rawValue, Int64(rows), Int64(classes), logits.pointer, labels.pointer,
    loss.pointer, slope.pointer)
  return recorded(loss, from: logits) { upstream, _ in
    guard isDifferentiatingGradient else { return upstream.item == 1 ? slope : slope * upstream }
    let chosen = labels.oneHot(classes: classes)
    return (logits.softmax() - chosen) * (1 / Double(rows)) * upstream
  }
}

/// The mean of the squared differences, `mean (a - b)²`.
///
/// - Returns: shape `[]`.
/// - Precondition: equal shapes.
public func meanSquaredError(_ output: Tensor, _ target: Tensor) -> Tensor {
  require(
    output.shape == target.shape,
    "meanSquaredError: output \(output.signature), target \(target.signature)")
  return (output - target).squared().mean()
}

/// The mean cross-entropy of yes-or-no decisions, from scores before the sigmoid.
///
/// `mean softplus(x) - x t`, which overflows nowhere.
/// - Parameters:
///   - logits: scores, any shape.
///   - target: 0 or 1 (or a probability between), the same shape.
/// - Returns: shape `[]`.
public func binaryCrossEntropy(_ logits: Tensor, _ target: Tensor) -> Tensor {
  require(
    logits.shape == target.shape,
    "binaryCrossEntropy: scores \(logits.signature), target \(target.signature)")
  return (logits.softplus() - logits * target).mean()
}
