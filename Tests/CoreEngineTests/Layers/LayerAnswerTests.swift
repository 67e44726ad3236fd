import CoreEngine
import Foundation
import Testing

/// Layers say themselves what shape they give, what they cost, what they see and what they run with.
@Suite struct LayerAnswerTests {
  static let layers: [(layer: @Sendable () -> any Layer, input: [Int])] = [
    (
      { Conv2D(4, 6, kernel: Size(3, 5), stride: 2, padding: 1, dilation: 2, groups: 2) },
      [2, 4, 17, 19]
    ),
    ({ Conv2D(1, 3, kernel: 3) }, [1, 1, 5, 5]),
    ({ Conv1D(4, 6, kernel: 3, stride: 2, padding: 2, dilation: 2) }, [2, 4, 17]),
    (
      {
        ConvTranspose2D(
          4, 6, kernel: Size(3, 4), stride: 2, padding: 1, outputPadding: 1, dilation: 2, groups: 2)
      }, [2, 4, 7, 9]
    ),
    (
      { LocallyConnected2D(2, 3, image: Size(7, 9), kernel: 3, stride: 2, padding: 1) },
      [2, 2, 7, 9]
    ),
    ({ MaxPool2D(3, stride: 2, padding: 1) }, [2, 3, 11, 12]),
    ({ MaxPool2D(3, stride: 2, ceilMode: true) }, [2, 3, 10, 11]),
    ({ MaxPool2D(2, stride: 3, padding: 1, ceilMode: true) }, [2, 3, 7, 8]),
    ({ AvgPool2D(Size(2, 3), ceilMode: true) }, [2, 3, 9, 10]),
    ({ AvgPool2D(2) }, [2, 3, 9, 10]),
    ({ MaxPool1D(3, stride: 2, padding: 1) }, [2, 3, 10]), ({ AvgPool1D(4) }, [2, 3, 11]),
    ({ Dense(5, 7) }, [2, 3, 5]), ({ Dense(5, 7) }, [5]),
    ({ BatchNorm2D(3) }, [2, 3, 4, 5]), ({ LayerNorm(5) }, [2, 5]), ({ Embedding(9, 4) }, [2, 3]),
    ({ RNN(3, 4, depth: 2) }, [5, 2, 3]), ({ LSTM(3, 4, bidirectional: true) }, [5, 2, 3]),
    ({ GRU(3, 4) }, [5, 2, 3]), ({ LastStep() }, [5, 2, 3]),
    ({ Flatten() }, [2, 3, 4, 5]), ({ Flatten() }, [7]), ({ ReLU() }, [2, 3]),
    ({ LeakyReLU() }, [2]),
    ({ GELU() }, [2, 3]), ({ Sigmoid() }, [2, 3]), ({ Tanh() }, [2, 3]), ({ Softplus() }, [2, 3]),
    ({ Softmax() }, [2, 3]), ({ Dropout(0.3) }, [2, 3]),
    ({ Lambda { $0.sum(axis: 1) } }, [2, 3, 4]),
    ({ Doubled() }, [2, 3, 4]),
  ]

  @Test("the shape that a layer announces is the one that it gives", arguments: layers.indices)
  func shapes(index: Int) {
    let (make, input) = Self.layers[index]
    let layer = make()
    #expect(layer.outputShape(for: input) == layer.forward(.zeros(input)).shape, "\(layer)")
  }

  /// A layer that says nothing but what it computes.
  final class Doubled: Layer {
    func forward(_ x: Tensor) -> Tensor { .concatenate([x, x], axis: 1) }
  }

  /// The same with its cost and what it sees.
  final class Scaled: Layer {
    let scale = Parameter(.ones([1]))
    func forward(_ x: Tensor) -> Tensor { x * scale.value }
    func multiplyAdds(for input: [Int]) -> Int? { input.reduce(1, *) }
    var receptiveWindow: ReceptiveWindow { .position }
  }

  @Test("a summary says which layers cannot be counted, and what is known of the total")
  func uncounted() {
    let summary = Sequential([Dense(3, 4), Doubled(), Dense(8, 2)]).summary(input: [5, 3])
    #expect(summary.rows.map(\.isCounted) == [true, false, true])
    #expect(!summary.isCounted && summary.multiplyAdds == 5 * 12 + 5 * 16)
    let lines = summary.description.split(separator: "\n")
    #expect(lines[2].hasSuffix("not counted"), "\(lines[2])")
    #expect(lines[4].hasSuffix("at least 140"), "\(lines[4])")
    #expect(Sequential([Dense(3, 4), Lambda { $0 }]).summary(input: [5, 3]).isCounted == false)
  }

  @Test("a layer of one's own that answers is counted, and what is behind it still sees a window")
  func counted() {
    let model = Sequential([Conv2D(1, 2, kernel: 3), Scaled(), Conv2D(2, 2, kernel: 3)])
    let summary = model.summary(input: [1, 1, 7, 7])
    #expect(summary.isCounted)
    #expect(summary.rows.map(\.multiplyAdds) == [50 * 9, 50, 18 * 18])
    #expect(summary.rows.map(\.receptiveField) == [Size(3, 3), Size(3, 3), Size(5, 5)])
    #expect(!summary.description.contains("at least"))
  }

  @Test("behind a layer that does not say what it sees, nothing is claimed")
  func unknownField() {
    let model = Sequential([Conv2D(1, 2, kernel: 3), Doubled(), Conv2D(4, 2, kernel: 3), Flatten()])
    let rows = model.summary(input: [1, 1, 7, 7]).rows
    #expect(rows.map(\.receptiveField) == [Size(3, 3), nil, nil, nil])
    #expect(rows.map(\.receptiveFieldText) == ["3×3", "not known", "not known", "all"])
  }

  @Test("multiply-adds are those of the loops that the definitions state")
  func multiplyAdds() {
    // outputs · inputs / groups · kernel for each position
    #expect(
      Conv2D(4, 6, kernel: 3, groups: 2).multiplyAdds(for: [2, 4, 5, 5]) == 2 * 6 * 9 * 2 * 9)
    #expect(Conv1D(4, 6, kernel: 3).multiplyAdds(for: [2, 4, 5]) == 2 * 6 * 3 * 4 * 3)
    // each input element meets each weight of its channel once; with stride 1 nothing is rounded
    #expect(
      ConvTranspose2D(4, 6, kernel: 1).multiplyAdds(for: [2, 4, 5, 5]) == 2 * 4 * 25 * 6)
    // time · batch · (gates · hidden · (inputs + hidden))
    #expect(LSTM(3, 5).multiplyAdds(for: [7, 2, 3]) == 7 * 2 * 4 * 5 * (3 + 5))
    #expect(MaxPool2D(2).multiplyAdds(for: [1, 1, 4, 4]) == 0)
  }

  @Test("neither the summary nor the container asks for the types of layers")
  func noTypeSwitches() throws {
    for file in ["Summary", "Sequential"] {
      let text = try String(
        contentsOf: Checkout.root.appendingPathComponent(
          "Sources/CoreEngine/Layers/\(file).swift"), encoding: .utf8)
      let casts = text.matches(of: /(as\?|\bis|case is|as any) (?!any Layer\b|any Model\b)[A-Z]\w+/)
      #expect(casts.isEmpty, "\(file): \(casts.map { $0.output.0 })")
    }
  }
}
