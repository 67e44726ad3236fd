/// How the losses of the examples are combined.
public enum Reduction: String, Sendable, CaseIterable {
  /// Their mean, shape `[]`; with weights, divided by the sum of the weights.
  case mean
  /// Their sum, shape `[]`.
  case sum
  /// Not at all: one loss per example.
  case none
}

/// The mean cross-entropy between class scores and labels, `-mean log softmax(scores)[label]`.
///
/// - Parameters:
///   - logits: scores before softmax, shape `[…, classes]`, for instance `[rows, classes]` or
///     `[time, batch, classes]`.
///   - labels: integers in `0..<classes`, shape `[…]`; or a distribution over the classes for
///     each row, shape `[…, classes]`.
/// - Returns: shape `[]`.
/// - Precondition: at least one row; the shapes and labels above.
///
/// Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.3.
public func crossEntropy(_ logits: Tensor, _ labels: Tensor) -> Tensor {
  guard logits.rank == 2 && labels.rank == 1 else {
    return crossEntropy(logits, labels, reduction: .mean)
  }
  let labels = checkedLabels(logits, labels, ignoring: nil)
  let (rows, classes) = (logits.shape[0], logits.shape[1])
  let loss = Tensor(uninitialized: [], dtype: logits.dtype)
  let slope = Tensor(uninitialized: logits.shape, dtype: logits.dtype)
  Kernels.crossEntropy(
    logits.storage, labels: labels.storage, classes: classes, into: loss.storage,
    gradient: slope.storage)
  return recorded(loss, from: logits) { upstream, _ in
    guard isDifferentiatingGradient else { return upstream.item == 1 ? slope : slope * upstream }
    let chosen = labels.oneHot(classes: classes)
    return (logits.softmax() - chosen) * (1 / Double(rows)) * upstream
  }
}

/// The cross-entropy between class scores and labels, with weights of the classes, smoothed labels
/// and a choice of reduction.
///
/// For one row `-Σ w[k] q[k] log softmax(scores)[k]`. Of a label, `q` is 1 at the label, or with
/// smoothing s `(1 - s)` there and `s / classes` everywhere; a distribution is smoothed likewise.
/// - Parameters:
///   - logits: scores before softmax, shape `[…, classes]`.
///   - labels: integers in `0..<classes`, shape `[…]`; or distributions, shape `[…, classes]`.
///   - weights: of the classes, shape `[classes]`; 1 when left out. The mean over labelled rows
///     divides by the sum of the labels' weights, the mean over distributions by the number of
///     rows.
///   - labelSmoothing: the share of each label that goes to all classes alike, `0...1`.
///   - ignoring: a label whose rows count nothing, such as padding of a sequence, or nil.
///   - reduction: mean, sum or none.
/// - Returns: shape `[]`, or for `none` the shape of the rows.
/// - Precondition: at least one row; the shapes and labels above.
///
/// Source: Szegedy et al., arXiv:1512.00567, section 7 (smoothing), in PyTorch's form.
public func crossEntropy(
  _ logits: Tensor, _ labels: Tensor, weights: Tensor? = nil, labelSmoothing: Double = 0,
  ignoring: Int? = nil, reduction: Reduction = .mean
) -> Tensor {
  var what: String { "crossEntropy: scores \(logits.signature), labels \(labels.signature)" }
  require(logits.rank >= 1 && logits.count > 0, "\(what): expected […, classes] and a row at least")
  let classes = logits.shape[logits.rank - 1]
  require(
    weights == nil || (weights!.shape == [classes] && weights!.dtype == logits.dtype),
    "\(what), weights \(weights?.signature ?? ""): expected [\(classes)]")
  require(
    labelSmoothing >= 0 && labelSmoothing <= 1, "\(what): label smoothing \(labelSmoothing)")
  let logProbabilities = logits.logSoftmax()
  let weighted = weights.map { logProbabilities * $0 } ?? logProbabilities
  if labels.shape == logits.shape {
    let smoothed = labels * (1 - labelSmoothing) + labelSmoothing / Double(classes)
    let rows = -(weighted * smoothed).sum(axis: -1)
    return reduced(rows, reduction, what)
  }
  let numbers = checkedLabels(logits, labels, ignoring: ignoring)
  // 0 in the rows that are ignored; their label is replaced by one that can be looked up.
  let kept = ignoring.map { numbers .!= Double($0) } ?? .ones(like: numbers)
  let rowWeights =
    weights.map { kept * $0.rows(at: numbers * kept) } ?? kept
  let places = (numbers * kept).expanded(axis: numbers.rank)
  var rows = -weighted.gather(axis: -1, indices: places).squeezed(axis: -1) * kept
  if labelSmoothing > 0 {
    let even = -weighted.sum(axis: -1) * kept * (1 / Double(classes))
    rows = rows * (1 - labelSmoothing) + even * labelSmoothing
  }
  return reduction == .mean ? rows.sum() / rowWeights.sum() : reduced(rows, reduction, what)
}

/// The labels in the scores' number type, stopped at if one of them is not a class.
private func checkedLabels(_ logits: Tensor, _ labels: Tensor, ignoring: Int?) -> Tensor {
  var what: String { "crossEntropy: scores \(logits.signature), labels \(labels.signature)" }
  require(
    logits.rank >= 1 && logits.count > 0 && labels.shape == Array(logits.shape.dropLast()),
    "\(what): expected […, classes] and […], and a row at least")
  let classes = logits.shape[logits.rank - 1]
  let numbers = labels.detached.converted(to: logits.dtype)
  for row in 0..<numbers.count {
    let label = numbers.element(at: row)
    if let ignoring, label == Double(ignoring) { continue }
    require(
      label >= 0 && label < Double(classes) && label == label.rounded(),
      "crossEntropy: label \(label) in row \(row), scores \(logits.signature)")
  }
  return numbers
}

/// The mean of the squared differences, `mean (output - target)²`.
///
/// - Parameters:
///   - output: of a model, any shape.
///   - target: the expected output, the same shape; has a gradient too.
/// - Returns: shape `[]`.
/// - Precondition: equal shapes with at least one element.
public func meanSquaredError(_ output: Tensor, _ target: Tensor) -> Tensor {
  meanSquaredError(output, target, reduction: .mean)
}

/// The squared differences `(output - target)²`, with a choice of reduction.
///
/// - Parameters:
///   - output: of a model, any shape.
///   - target: the expected output, the same shape; has a gradient too.
///   - reduction: mean, sum or none.
/// - Returns: shape `[]`, or for `none` the shape of the operands.
/// - Precondition: equal shapes with at least one element.
public func meanSquaredError(
  _ output: Tensor, _ target: Tensor, reduction: Reduction
) -> Tensor {
  var what: String { "meanSquaredError: output \(output.signature), target \(target.signature)" }
  require(output.shape == target.shape && output.dtype == target.dtype, what)
  return reduced((output - target).squared(), reduction, what)
}

/// The mean cross-entropy of yes-or-no decisions, from scores before the sigmoid.
///
/// `mean (t softplus(-x) + (1 - t) softplus(x))`, which overflows nowhere.
/// - Parameters:
///   - logits: scores, any shape.
///   - target: 0 or 1 (or a probability between), the same shape.
/// - Returns: shape `[]`.
/// - Precondition: equal shapes with at least one element.
///
/// Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.2.
public func binaryCrossEntropy(_ logits: Tensor, _ target: Tensor) -> Tensor {
  binaryCrossEntropy(logits, target, reduction: .mean)
}

/// The cross-entropy of yes-or-no decisions with weights and a choice of reduction.
///
/// `w (p t softplus(-x) + (1 - t) softplus(x))` for each element.
/// - Parameters:
///   - logits: scores before the sigmoid, any shape.
///   - target: 0 or 1 (or a probability between), the same shape.
///   - weights: w, broadcast to the shape of the scores; 1 when left out.
///   - positiveWeights: p, what a missed yes costs, broadcast likewise; 1 when left out.
///   - reduction: mean (by the number of elements), sum or none.
/// - Returns: shape `[]`, or for `none` the shape of the scores.
/// - Precondition: equal shapes with at least one element.
public func binaryCrossEntropy(
  _ logits: Tensor, _ target: Tensor, weights: Tensor? = nil, positiveWeights: Tensor? = nil,
  reduction: Reduction
) -> Tensor {
  var what: String { "binaryCrossEntropy: scores \(logits.signature), target \(target.signature)" }
  require(logits.shape == target.shape && logits.dtype == target.dtype, what)
  for factor in [weights, positiveWeights].compactMap({ $0 }) {
    require(
      broadcastShape(factor.shape, logits.shape) == logits.shape,
      "\(what), weights \(factor.signature)")
  }
  // Not softplus(x) - x t, which for an infinite score would be the difference of infinities.
  var missed = (-logits).softplus() * target
  if let positiveWeights { missed = missed * positiveWeights }
  var losses = missed + logits.softplus() * (1 - target)
  if let weights { losses = losses * weights }
  return reduced(losses, reduction, what)
}

private func reduced(
  _ losses: Tensor, _ reduction: Reduction, _ what: @autoclosure () -> String
) -> Tensor {
  require(losses.count > 0, "\(what()): nothing to compare")
  switch reduction {
  case .mean: return losses.mean()
  case .sum: return losses.sum()
  case .none: return losses
  }
}
