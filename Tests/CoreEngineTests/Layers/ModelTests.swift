import CoreEngine
import Testing

@Suite struct ModelTests {
  struct LeNet: Model {
    let conv1 = Conv2D(1, 6, kernel: 5, padding: 2)
    let conv2 = Conv2D(6, 16, kernel: 5)
    let head = [Dense(400, 84), Dense(84, 10)]

    func callAsFunction(_ x: Tensor) -> Tensor {
      let features = conv2(conv1(x).relu().maxPool2d(2)).relu().maxPool2d(2)
      return head[1](head[0](features.flattened(from: 1)).relu())
    }
  }

  final class Shared: Model {
    let dense = Dense(3, 3)
    lazy var other: Dense? = dense
    func callAsFunction(_ x: Tensor) -> Tensor { dense(dense(x)) }
  }

  @Test("a struct that holds layers is a model, and its parameters are found by name")
  func parameters() {
    let model = LeNet()
    #expect(
      model.parameters.map(\.name) == [
        "conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "head.0.weight", "head.0.bias",
        "head.1.weight", "head.1.bias",
      ])
    #expect(model.parameterCount == 156 + 2416 + 33684 + 850)
    #expect(model(.zeros([2, 1, 28, 28])).shape == [2, 10])
  }

  @Test("a layer that is used twice has its parameters once and its activations twice")
  func sharing() {
    let model = Shared()
    #expect(model.parameters.map(\.name) == ["dense.weight", "dense.bias"])
    #expect(model.activations(for: .ones([1, 3])).map(\.name) == ["dense", "dense#2"])
  }

  @Test("Sequential numbers its layers, nested ones too, and shows every activation in order")
  func sequential() {
    let withDropout = true
    let model = Sequential {
      Conv2D(1, 2, kernel: 3)
      ReLU()
      Sequential {
        Flatten()
        if withDropout { Dropout(0.5) }
        for _ in 0..<2 { Dense(8, 8) }
      }
    }
    #expect(
      model.parameters.map(\.name) == [
        "0.weight", "0.bias", "2.2.weight", "2.2.bias", "2.3.weight", "2.3.bias",
      ])
    let image = Tensor.uniform([1, 4, 4])
    let maps = model.activations(for: image)
    #expect(maps.map(\.name) == ["0", "1", "2.0", "2.1", "2.2", "2.3"])
    #expect(maps[0].value.shape == [1, 2, 2, 2])
    #expect(maps[1].value == maps[0].value.relu())
    #expect(maps[5].value == model(image.expanded()))
  }

  @Test("the gradient that arrives at a layer is the loss's derivative by its output")
  func layerGradients() {
    let model = Sequential {
      Dense(2, 3)
      Tanh()
    }
    let x = Tensor([[1, 2]])
    let parts = model.layerGradients(for: x) { $0.squared().sum() }
    #expect(parts.map(\.name) == ["0", "1"])
    let y = model(x)
    #expect(distance(parts[1].gradient, y * 2) < 1e-6)
    #expect(distance(parts[0].gradient, y * 2 * (1 - y * y)) < 1e-6)
  }

  @Test("the gradient at a model has one part a parameter, and leaves no graph in the model")
  func modelGradient() {
    let model = Sequential { Dense(weight: Tensor([[1, 2]]), bias: Tensor([0.5])) }
    let (loss, gradients) = valueAndGradient(at: model) { $0(Tensor([[3, 4]])).sum() }
    #expect(loss.item == 11.5)
    #expect(gradients["0.weight"]?.values == [3, 4] && gradients["0.bias"]?.values == [1])
    #expect(gradients.norm.rounded() == 5)
    #expect(model.parameters.allSatisfy { $0.parameter.value.node == nil })
  }
}
