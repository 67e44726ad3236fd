import CoreEngine
import Testing

@Suite struct SummaryTests {
  @Test("the summary counts shapes, parameters, multiply-adds and receptive fields")
  func lenet() {
    let model = Sequential {
      Conv2D(1, 6, kernel: 5, padding: 2)
      ReLU()
      MaxPool2D(2)
      Conv2D(6, 16, kernel: 5)
      ReLU()
      MaxPool2D(2)
      Flatten()
      Dense(400, 10)
    }
    let summary = model.summary(input: [1, 1, 28, 28])
    #expect(summary.rows.map(\.shape)[3] == [1, 16, 10, 10])
    #expect(summary.parameters == 156 + 2416 + 4010)
    #expect(summary.multiplyAdds == 784 * 6 * 25 + 100 * 16 * 150 + 4000)
    // 5; 5 + 1; 6 + 4 * 2; 14 + 2
    #expect(summary.rows[0].receptiveField == Size(5, 5))
    #expect(summary.rows[2].receptiveField == Size(6, 6))
    #expect(summary.rows[3].receptiveField == Size(14, 14))
    #expect(model.receptiveField(of: "5", input: [1, 1, 28, 28]) == Size(16, 16))
    #expect(summary.rows[7].receptiveField == nil)
    #expect(summary.description.contains("Conv2D(6 → 16, kernel 5)"))
  }

  /// A class with a parameter beside its layers, and one that inherits it.
  class Scaled: Model {
    let dense = Dense(2, 3)
    let scale = Parameter(Tensor([2, 2, 2]))
    func callAsFunction(_ x: Tensor) -> Tensor { dense(x) * scale.value }
  }
  final class Shifted: Scaled {
    let shift = Parameter(Tensor([1]))
    override func callAsFunction(_ x: Tensor) -> Tensor { super.callAsFunction(x) + shift.value }
  }

  @Test("parameters that a model holds itself are counted, a superclass's first")
  func loose() {
    let model = Shifted()
    #expect(model.parameters.map(\.name) == ["dense.weight", "dense.bias", "scale", "shift"])
    let summary = model.summary(input: [1, 2])
    #expect(summary.rows.map(\.name) == ["dense", "scale", "shift"])
    #expect(summary.parameters == model.parameterCount && summary.parameters == 6 + 3 + 3 + 1)
  }
}
