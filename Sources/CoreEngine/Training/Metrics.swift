/// The share of examples for which the greatest output is at the label.
///
/// - Parameters:
///   - model: gives `[batch, classes]`.
///   - data: with class labels `[count]` as targets.
/// - Returns: 0...1; NaN for an empty data set.
public func accuracy(of model: any Model, on data: Dataset) -> Double {
  evaluate(model, on: data).accuracy ?? .nan
}

/// Loss and accuracy of a model on a data set, without training.
///
/// - Parameters:
///   - model: what is measured; dropout and batch normalisation behave as after training.
///   - data: inputs and targets.
///   - loss: a scalar function of output and targets that is a mean over the examples.
///   - batch: examples at a time.
/// - Returns: the mean loss, and the share of right answers (nil when targets are not labels).
public func evaluate(
  _ model: any Model, on data: Dataset, loss: (Tensor, Tensor) -> Tensor = crossEntropy,
  batch: Int = 256
) -> (loss: Double, accuracy: Double?) {
  var (total, right) = (0.0, 0)
  withoutGradient {
    inInference {
      for start in stride(from: 0, to: data.count, by: batch) {
        let part = data[start..<min(data.count, start + batch)]
        let output = model(part.inputs)
        total += loss(output, part.targets).item * Double(part.count)
        if data.isLabelled { right += correctAnswers(output, part.targets) }
      }
    }
  }
  let count = Double(data.count)
  return (total / count, data.isLabelled ? Double(right) / count : nil)
}

/// The class a model decides on for each example: the position of its greatest output.
///
/// - Parameters:
///   - model: gives `[batch, classes]`.
///   - data: its targets are not looked at.
///   - batch: examples at a time.
/// - Returns: `data.count` class numbers.
public func predictions(of model: any Model, on data: Dataset, batch: Int = 256) -> [Int] {
  var result: [Int] = []
  withoutGradient {
    inInference {
      for start in stride(from: 0, to: data.count, by: batch) {
        let part = data[start..<min(data.count, start + batch)]
        result += model(part.inputs).argmax(axis: -1).values.map { Int($0) }
      }
    }
  }
  return result
}

/// How often class `i` was taken for class `j`: row `i`, column `j`.
///
/// - Parameters:
///   - model: gives `[batch, classes]`.
///   - data: with class labels `[count]` as targets.
///   - classes: how many there are.
/// - Returns: shape `[classes, classes]`; the sum is the number of examples.
public func confusionMatrix(of model: any Model, on data: Dataset, classes: Int = 10) -> Tensor {
  var counts = [Double](repeating: 0, count: classes * classes)
  let labels = data.targets.values
  for (label, guess) in zip(labels, predictions(of: model, on: data)) {
    require(
      Int(label) < classes && guess < classes,
      "confusionMatrix: label \(Int(label)), answer \(guess), \(classes) classes")
    counts[Int(label) * classes + guess] += 1
  }
  return Tensor(counts, shape: [classes, classes])
}

/// Rows of `output` whose greatest element is at the label.
func correctAnswers(_ output: Tensor, _ labels: Tensor) -> Int {
  guard output.rank == 2 else { return 0 }
  let guesses = output.argmax(axis: -1)
  return (0..<guesses.count).reduce(0) {
    $0 + (guesses.element(at: $1) == labels.element(at: $1) ? 1 : 0)
  }
}
