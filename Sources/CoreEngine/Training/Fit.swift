/// Trains a model on a data set: for each epoch a new order, mini-batches, one step per batch.
///
/// - Parameters:
///   - model: changed in place.
///   - data: inputs and targets.
///   - validation: measured after each epoch, never trained on.
///   - epochs: passes over the data.
///   - batch: examples per step; the last batch of an epoch may be smaller.
///   - optimizer: the rule of a step.
///   - loss: a scalar function of output and targets.
///   - schedule: the learning rate as a multiple of the optimizer's, by epoch.
///   - clipNorm: the greatest joint norm of the gradients, or nil.
///   - stopping: when to end early, or nil.
///   - augment: a change of each training batch's inputs, such as random shifts, or nil.
///   - random: where the order of the examples comes from.
///   - afterEpoch: called after each epoch with its number, from 1: to keep a feature map, say.
/// - Returns: loss and accuracy of each epoch.
/// - Precondition: the data set is not empty.
@discardableResult
public func fit<M: Model>(
  _ model: M, on data: Dataset, validation: Dataset? = nil, epochs: Int, batch: Int = 32,
  optimizer: any Optimizer, loss: (Tensor, Tensor) -> Tensor = crossEntropy,
  schedule: Schedule = .constant, clipNorm: Double? = nil, stopping: EarlyStopping? = nil,
  augment: ((Tensor) -> Tensor)? = nil, random: Random = .shared,
  afterEpoch: ((Int) -> Void)? = nil
) -> History {
  require(data.count > 0 && batch > 0, "fit: \(data.count) examples in batches of \(batch)")
  let parameters = model.parameters
  let baseRate = optimizer.learningRate
  defer { optimizer.learningRate = baseRate }
  let batches = (data.count + batch - 1) / batch
  var history = History()
  var watch = stopping.map { StoppingWatch($0) }
  for epoch in 0..<epochs {
    optimizer.learningRate = baseRate * schedule(epoch: epoch, of: epochs)
    let order = random.permutation(data.count)
    var (totalLoss, right, seen) = (0.0, 0, 0)
    for b in 0..<batches {
      let chosen = Array(order[b * batch..<min(data.count, (b + 1) * batch)])
      var part = data.batch(chosen)
      if let augment { part.inputs = augment(part.inputs) }
      var output: Tensor?
      let (value, gradients) = valueAndGradient(at: parameters) {
        let y = model(part.inputs)
        output = y.detached
        return loss(y, part.targets)
      }
      optimizer.update(clipNorm.map { gradients.clipped(norm: $0) } ?? gradients)
      totalLoss += value.item * Double(chosen.count)
      seen += chosen.count
      if data.isLabelled { right += correctAnswers(output!, part.targets) }
      report(
        epoch, epochs, b + 1, batches, totalLoss / Double(seen),
        data.isLabelled ? Double(right) / Double(seen) : nil)
    }
    let measured = validation.map { evaluate(model, on: $0, loss: loss) }
    let result = History.Epoch(
      loss: totalLoss / Double(seen),
      accuracy: data.isLabelled ? Double(right) / Double(seen) : nil,
      validationLoss: measured?.loss, validationAccuracy: measured?.accuracy)
    history.epochs.append(result)
    if measured != nil {
      report(
        epoch, epochs, batches, batches, result.loss, result.accuracy, measured?.loss,
        measured?.accuracy)
    }
    afterEpoch?(epoch + 1)
    if watch?.shouldStop(after: result) == true { break }
  }
  return history
}

private func report(
  _ epoch: Int, _ epochs: Int, _ batch: Int, _ batches: Int, _ loss: Double, _ accuracy: Double?,
  _ validationLoss: Double? = nil, _ validationAccuracy: Double? = nil
) {
  guard let observer = TrainingProgress.observer else { return }
  observer(
    TrainingProgress(
      epoch: epoch + 1, epochs: epochs, batch: batch, batches: batches, loss: loss,
      accuracy: accuracy, validationLoss: validationLoss, validationAccuracy: validationAccuracy))
}
