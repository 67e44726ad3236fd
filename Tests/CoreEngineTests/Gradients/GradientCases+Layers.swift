import CoreEngine
import Testing

extension GradientCase {
  /// A model as a function of its input and its parameters, all of which are points.
  ///
  /// The parameters are drawn around zero; those of the input come first.
  private static func model<M: Model>(
    _ name: String, _ make: @escaping @Sendable (Draw) -> (model: M, input: [Int])
  ) -> GradientCase {
    GradientCase(name) { d in
      let (model, input) = make(d)
      d.input(input)
      return parameters(of: model, d) { model($0[0]) }
    }
  }

  /// Makes the model's parameters further points, behind those drawn already, of `function`.
  private static func parameters(
    of model: any Model, _ d: Draw, _ function: @escaping ([Tensor]) -> Tensor
  ) -> ([Tensor]) -> Tensor {
    let (own, named) = (d.inputs.count, model.parameters)
    model.convert(to: .float64)
    for each in named { d.input(each.parameter.shape, in: -1..<1) }
    return { points in
      for (each, value) in zip(named, points[own...]) { each.parameter.value = value }
      return inTraining { function(Array(points[..<own])) }
    }
  }

  private static func recurrent(_ kind: RecurrentKind) -> GradientCase {
    GradientCase("recurrent \(kind.rawValue)") { d in
      let (time, batch, inputs, hidden) = (d(1, 5), d(1, 3), d(1, 3), d(1, 3))
      let width = kind.gates * hidden
      d.input([time, batch, inputs])
      for shape in [[width, inputs], [width, hidden], [width], [width]] {
        d.input(shape, in: -1..<1)
      }
      let isGiven = d.flag("initial")
      if isGiven { for _ in 0..<2 { d.input([batch, hidden], in: -1..<1) } }
      return { v in
        let weights = RecurrentWeights(
          inputWeight: v[1], hiddenWeight: v[2], inputBias: v[3], hiddenBias: v[4])
        let start =
          isGiven ? RecurrentState(hidden: v[5], cell: kind == .lstm ? v[6] : nil) : nil
        let (output, state) = v[0].recurrent(kind, weights, initial: start)
        return .concatenate([output.flattened(), state.joined.flattened()])
      }
    }
  }

  private static func step(_ kind: RecurrentKind) -> GradientCase {
    GradientCase("recurrentStep \(kind.rawValue)") { d in
      let (batch, inputs, hidden) = (d(1, 3), d(1, 3), d(1, 3))
      let width = kind.gates * hidden
      d.input([batch, inputs])
      d.input([batch, kind == .lstm ? 2 * hidden : hidden], in: -1..<1)
      for shape in [[width, inputs], [width, hidden], [width], [width]] {
        d.input(shape, in: -1..<1)
      }
      return { v in
        let weights = RecurrentWeights(
          inputWeight: v[2], hiddenWeight: v[3], inputBias: v[4], hiddenBias: v[5])
        return recurrentStep(kind, v[0], RecurrentState(joined: v[1], of: kind), weights).joined
      }
    }
  }

  /// A recurrent layer, deep or in both directions, as a function of input, first state and
  /// weights.
  private static func recurrentLayer(
    _ name: String, _ make: @escaping @Sendable (Int, Int, Int, Bool) -> Recurrent
  ) -> GradientCase {
    GradientCase(name) { d in
      let (depth, both) = (d.option("depth", 1, 2), d.flag("bidirectional"))
      let (batch, inputs, hidden) = (d(1, 2), d(1, 2), d(1, 2))
      let layer = make(inputs, hidden, depth, both)
      d.input([d(1, 4), batch, inputs])
      let states = depth * (both ? 2 : 1)
      for _ in 0..<states {
        d.input([batch, layer.kind == .lstm ? 2 * hidden : hidden], in: -1..<1)
      }
      return parameters(of: layer, d) { v in
        let start = v[1...].map { RecurrentState(joined: $0, of: layer.kind) }
        let (output, end) = layer.run(v[0], from: start)
        return .concatenate([output.flattened()] + end.map { $0.joined.flattened() })
      }
    }
  }

  /// The options of a layer with a square window, and an image that fits.
  private static func image(_ d: Draw, _ channels: Int) -> [Int] {
    [d(1, 2), channels, d(3, 5), d(3, 5)]
  }

  private static let kinds: [GradientCase] = [RecurrentKind.tanh, .relu, .lstm, .gru].flatMap {
    [recurrent($0), step($0)]
  }

  static let layers: [GradientCase] = kinds + modules

  private static let modules: [GradientCase] = [
    recurrentLayer("RNN layer") { RNN($0, $1, depth: $2, bidirectional: $3) },
    recurrentLayer("RNN layer with relu") {
      RNN($0, $1, nonlinearity: .relu, depth: $2, bidirectional: $3)
    },
    recurrentLayer("LSTM layer") { LSTM($0, $1, depth: $2, bidirectional: $3) },
    recurrentLayer("GRU layer") { GRU($0, $1, depth: $2, bidirectional: $3) },
    GradientCase("Jacobian of a recurrent step") { d in
      let kinds: [Recurrent] = [RNN(2, 2), LSTM(2, 2), GRU(2, 2)]
      let layer = d.pick("kind", kinds)
      d.input([d(1, 2), 2])
      return parameters(of: layer, d) { layer.stepJacobian($0[0]) }
    },
    GradientCase("linear") { d in
      let (inputs, outputs) = (d(1, 4), d(1, 4))
      d.input(d.shape(rank: 0, 2) + [inputs])
      d.input([outputs, inputs])
      let hasBias = d.flag("bias")
      if hasBias { d.input([outputs]) }
      return { $0[0].linear($0[1], bias: hasBias ? $0[2] : nil) }
    },
    GradientCase("batchNorm2d") { d in
      let c = d(1, 3)
      d.input([d(2, 4), c] + d.shape(rank: 0, 2))
      for _ in 0..<2 { d.input([c]) }
      let epsilon = d.pick("epsilon", [1e-5, 1e-2])
      return { v in
        let (output, mean, variance) = v[0].batchNorm2d(v[1], v[2], epsilon: epsilon)
        #expect(mean.shape == [c] && variance.shape == [c])
        return output
      }
    },
    GradientCase("batchNorm2d with given statistics") { d in
      let c = d(1, 3)
      d.input([d(1, 3), c] + d.shape(rank: 0, 2))
      for _ in 0..<3 { d.input([c]) }
      d.input([c], in: 0.3..<2)
      return { $0[0].batchNorm2d($0[1], $0[2], mean: $0[3], variance: $0[4]) }
    },
    GradientCase("layerNorm") { d in
      let last = d.pick("axes", [[d(2, 5)], [d(2, 3), d(1, 3)]])
      d.inputWithoutTies(d.shape(rank: 0, 2) + last)
      for _ in 0..<2 { d.input(last) }
      let epsilon = d.pick("epsilon", [1e-5, 1e-2])
      return { $0[0].layerNorm($0[1], $0[2], epsilon: epsilon) }
    },
    model("Dense layer") { d in
      let (inputs, bias) = (d(1, 4), d.flag("bias"))
      return (Dense(inputs, d(1, 4), bias: bias), [d(1, 3), inputs])
    },
    model("Conv2D layer") { d in
      let groups = d.option("groups", 1, 2)
      let layer = Conv2D(
        2 * groups, groups, kernel: d.size("kernel", 1, 3), stride: d.size("stride", 1, 2),
        padding: d.option("padding", 0, 1), groups: groups, bias: d.flag("bias"))
      return (layer, image(d, 2 * groups))
    },
    model("Conv1D layer") { d in
      (Conv1D(2, 2, kernel: d(1, 3), stride: d(1, 2), bias: d.flag("bias")), [1, 2, d(3, 7)])
    },
    model("ConvTranspose2D layer") { d in
      (
        ConvTranspose2D(2, d(1, 2), kernel: 3, stride: d.size("stride", 1, 2)),
        [1, 2, 2, d(2, 3)]
      )
    },
    model("LocallyConnected2D layer") { d in
      let (height, width) = (d(3, 4), d(3, 4))
      let layer = LocallyConnected2D(
        2, d(1, 2), image: Size(height, width), kernel: d.size("kernel", 1, 3),
        bias: d.flag("bias"))
      return (layer, [d(1, 2), 2, height, width])
    },
    model("BatchNorm2D layer") { d in
      let channels = d(1, 3)
      return (BatchNorm2D(channels), [d(2, 3), channels, d(1, 3), d(2, 3)])
    },
    model("LayerNorm layer") { d in
      let features = d(2, 5)
      return (LayerNorm(features), d.shape(rank: 1, 2) + [features])
    },
    GradientCase("Embedding layer") { d in
      let (symbols, count) = (d(1, 4), d(1, 5))
      let words = Tensor((0..<count).map { _ in Double(d(0, symbols - 1)) })
      let layer = Embedding(symbols, d(1, 3))
      return parameters(of: layer, d) { _ in layer(words) }
    },
    model("layers of functions") { d in
      let slope = d.number("slope", 0.1..<0.4)
      return (
        Sequential {
          LeakyReLU(slope: slope)
          GELU()
          Sigmoid()
          Tanh()
          Softplus()
          Softmax()
          Lambda { $0.sin() }
          Flatten()
        }, d.shape(rank: 2)
      )
    },
    model("layers that pool") { d in
      let models: [any Model] = [
        MaxPool2D(2), AvgPool2D(2), MaxPool2D(3, padding: 1), AvgPool2D(3),
      ]
      return (Sequential([models[d.option("pool", 0, 3)]]), image(d, 2))
    },
    model("layers that pool signals") { d in
      (
        Sequential {
          MaxPool1D(2)
          AvgPool1D(2, stride: 1)
        }, [d(1, 2), d(1, 2), d(4, 9)]
      )
    },
    model("ReLU and LastStep") { d in
      (
        Sequential {
          ReLU()
          LastStep()
        }, [d(1, 4), d(1, 3), d(1, 3)]
      )
    },
    // A convolution runs as one operation with what follows it.
    model("Sequential joins a convolution, an activation and a pooling") { d in
      let activations: [any Model] = [
        d.pick("activation", [ReLU(), Sigmoid(), Tanh()] as [any Layer])
      ]
      let pools: [any Model] = [d.pick("pool", [MaxPool2D(2), AvgPool2D(2)] as [any Layer])]
      let convolution = Conv2D(
        2, d(1, 3), kernel: d.size("kernel", 1, 3), stride: d.size("stride", 1, 2), padding: 1,
        bias: d.flag("bias"))
      let parts = d.pick(
        "parts",
        [[convolution] + activations + pools, [convolution] + pools, [convolution] + activations])
      return (Sequential(parts), [d(1, 2), 2, d(4, 6), d(4, 6)])
    },
  ]
}
