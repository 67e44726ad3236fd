import CoreEngine
import Testing

@Suite(.serialized) struct FitTests {
  private func digitNet(_ random: Random) -> Sequential {
    Sequential {
      Conv2D(1, 8, kernel: 3, padding: 1, random: random)
      ReLU()
      MaxPool2D(2)
      Flatten()
      Dense(128, 10, random: random)
    }
  }

  private func train(threads: Int) -> (History, [Float]) {
    setThreadCount(threads)
    let random = Random(seed: 3)
    let model = digitNet(random)
    let history = fit(
      model, on: Digits().train, validation: Digits().test, epochs: 3, batch: 32,
      optimizer: SGD(learningRate: 0.1, momentum: 0.9), random: random)
    return (history, model.parameters.flatMap(\.parameter.value.floats))
  }

  @Test("a small network learns the digits, and the history says so")
  func learns() {
    let (history, _) = train(threads: 2)
    #expect(history.epochs.count == 3)
    #expect(history.losses[2] < history.losses[0])
    #expect(history.validationAccuracies[2] > 0.85)
  }

  @Test("whoever asks is called after each epoch, when the model has changed")
  func afterEpoch() {
    let model = digitNet(Random(seed: 3))
    var epochs: [Int] = []
    var weights = [model.parameters[0].parameter.value]
    fit(
      model, on: Digits().train[0..<64], epochs: 2, optimizer: SGD(learningRate: 0.1),
      random: Random(seed: 3),
      afterEpoch: {
        epochs.append($0)
        weights.append(model.parameters[0].parameter.value)
      })
    #expect(epochs == [1, 2])
    #expect(distance(weights[0], weights[1]) > 0 && distance(weights[1], weights[2]) > 0)
  }

  @Test("the same seed gives the same bits with 1 and 2 threads and in two runs")
  func determinism() {
    let one = train(threads: 1)
    let two = train(threads: 2)
    let again = train(threads: 2)
    #expect(one.1 == two.1 && two.1 == again.1)
    #expect(one.0.epochs == two.0.epochs && two.0.epochs == again.0.epochs)
  }

  @Test("progress is reported after every batch and after every validation")
  func progress() {
    final class Log: @unchecked Sendable {  // one thread
      var lines: [String] = []
    }
    let log = Log()
    TrainingProgress.observer = { step in
      log.lines.append("\(step.epoch)/\(step.epochs) \(step.batch)/\(step.batches)")
      #expect(step.loss.isFinite && step.accuracy != nil)
    }
    defer { TrainingProgress.observer = nil }
    let data = Digits().train[0..<10]
    fit(
      digitNet(Random(seed: 1)), on: data, validation: data, epochs: 2, batch: 4,
      optimizer: Adam())
    #expect(
      log.lines == [
        "1/2 1/3", "1/2 2/3", "1/2 3/3", "1/2 3/3", "2/2 1/3", "2/2 2/3", "2/2 3/3", "2/2 3/3",
      ])
  }
}
