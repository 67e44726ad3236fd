import CoreEngine
import Testing

@Suite struct StoppingTests {
  @Test("training ends after exactly `patience` epochs without improvement", arguments: [1, 2, 5])
  func patience(_ patience: Int) {
    // A learning rate of 0 improves nothing: the first epoch is the best.
    let data = Dataset(inputs: .ones([4, 2]), targets: Tensor([0, 1, 0, 1]))
    let history = fit(
      Sequential { Dense(2, 2) }, on: data, epochs: 50, optimizer: SGD(learningRate: 0),
      stopping: EarlyStopping(patience: patience, minimumChange: 1e-6))
    #expect(history.epochs.count == 1 + patience)
  }

  @Test("schedules multiply the learning rate as they say")
  func schedules() {
    func rates(_ schedule: Schedule) -> [Double] {
      (0..<5).map { (schedule(epoch: $0, of: 5) * 1e6).rounded() / 1e6 }
    }
    #expect(rates(.constant) == [1, 1, 1, 1, 1])
    #expect(rates(.step(every: 2, factor: 0.5)) == [1, 1, 0.5, 0.5, 0.25])
    #expect(rates(.steps(at: [1, 3], factor: 0.1)) == [1, 0.1, 0.1, 0.01, 0.01])
    #expect(rates(.linear(to: 0.2)) == [1, 0.8, 0.6, 0.4, 0.2])
    #expect(rates(.warmUp(epochs: 3)) == [0.25, 0.5, 0.75, 1, 1])
  }
}
