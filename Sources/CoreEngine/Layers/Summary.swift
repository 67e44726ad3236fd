/// What a model is made of, layer by layer.
public struct ModelSummary: Sendable, CustomStringConvertible {
  /// One layer as it ran.
  public struct Row: Sendable {
    /// The layer's name in the model, and what it is.
    public let name, layer: String
    /// The shape of its output.
    public let shape: [Int]
    /// Trainable numbers.
    public let parameters: Int
    /// Multiply-adds for the whole input; 0 for layers that only move or compare.
    public let multiplyAdds: Int
    /// Height and width of the part of the input image that one output sees; nil after a layer that
    /// sees everything, and after one that enlarges, whose outputs see parts of different sizes.
    public let receptiveField: Size?
  }

  /// The layers in the order in which they ran.
  public let rows: [Row]

  /// Trainable numbers of all layers.
  public var parameters: Int { rows.reduce(0) { $0 + $1.parameters } }
  /// Multiply-adds of all layers.
  public var multiplyAdds: Int { rows.reduce(0) { $0 + $1.multiplyAdds } }

  public var description: String {
    let cells =
      [["name", "layer", "output", "parameters", "multiply-adds"]]
      + rows.map {
        [$0.name, $0.layer, "\($0.shape)", "\($0.parameters)", "\($0.multiplyAdds)"]
      } + [["total", "", "", "\(parameters)", "\(multiplyAdds)"]]
    let widths = (0..<5).map { column in cells.map { $0[column].count }.max()! }
    return cells.map { row in
      (0..<5).map { column in
        let gap = String(repeating: " ", count: widths[column] - row[column].count)
        return column < 3 ? row[column] + gap : gap + row[column]
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}

/// A layer whose outputs each see a window of the image before them.
private protocol Windowed {
  var window: (kernel: Size, stride: Size) { get }
}

extension Conv2D: Windowed {
  var window: (kernel: Size, stride: Size) {
    let shape = weight.shape
    return (
      Size(dilation.height * (shape[2] - 1) + 1, dilation.width * (shape[3] - 1) + 1), stride
    )
  }
}
extension MaxPool2D: Windowed {
  var window: (kernel: Size, stride: Size) { (kernel, stride) }
}
extension AvgPool2D: Windowed {
  var window: (kernel: Size, stride: Size) { (kernel, stride) }
}
extension LocallyConnected2D: Windowed {
  var window: (kernel: Size, stride: Size) { (kernel, stride) }
}

extension Model {
  /// Names, output shapes, parameters and multiply-adds of the layers for one input.
  ///
  /// The model runs once on zeros. A layer that runs twice has a row for each run, its parameters
  /// in the first; parameters that the model holds beside its layers have rows of their own at the
  /// end.
  /// - Parameter input: the shape of the input, batch included: `[1, 1, 28, 28]`.
  /// - Returns: a row a layer, in the order in which they ran; it prints as a table.
  public func summary(input: [Int]) -> ModelSummary {
    let known = Dictionary(layers.map { ($0.name, $0.layer) }) { first, _ in first }
    var field: (size: Size, step: Size)? = (Size(1, 1), Size(1, 1))
    let rows = activations(for: .zeros(input, dtype: dtype)).map {
      name, value -> ModelSummary.Row in
      let layer = known[String(name.prefix { $0 != "#" })]!
      if let windowed = layer as? any Windowed, let (size, step) = field {
        let (kernel, stride) = windowed.window
        let seen = Size(
          size.height + (kernel.height - 1) * step.height,
          size.width + (kernel.width - 1) * step.width)
        field = (seen, Size(step.height * stride.height, step.width * stride.width))
      } else if layer is Dense || layer is Flatten || layer is Recurrent || layer is ConvTranspose2D
      {
        field = nil
      }
      let parameters = layer.ownParameters.filter(\.parameter.isTrainable)
      return ModelSummary.Row(
        name: name, layer: layer.description, shape: value.shape,
        parameters: name.contains("#")
          ? 0 : parameters.reduce(0) { $0 + $1.parameter.value.count },
        multiplyAdds: multiplyAdds(of: layer, output: value.shape), receptiveField: field?.size)
    }
    // Parameters that the model holds itself, beside its layers.
    let held = Set(
      layers.flatMap { $0.layer.ownParameters }.map { ObjectIdentifier($0.parameter) })
    let loose = parameters.filter { !held.contains(ObjectIdentifier($0.parameter)) }.map {
      ModelSummary.Row(
        name: $0.name, layer: "Parameter", shape: $0.parameter.shape,
        parameters: $0.parameter.value.count, multiplyAdds: 0, receptiveField: nil)
    }
    return ModelSummary(rows: rows + loose)
  }

  /// Height and width of the part of the input image that one output of a layer sees.
  ///
  /// `r ← r + (k - 1) s`, `s ← s stride` along the layers with windows.
  /// - Parameters:
  ///   - layer: its name, as `summary` shows it.
  ///   - input: the shape of the input, batch included: `[1, 1, 28, 28]`.
  /// - Returns: nil when the layer sees everything, or there is none of that name.
  public func receptiveField(of layer: String, input: [Int]) -> Size? {
    summary(input: input).rows.first { $0.name == layer }?.receptiveField
  }
}

private func multiplyAdds(of layer: any Layer, output: [Int]) -> Int {
  let outputs = elementCount(output)
  switch layer {
  case let layer as Conv2D: return outputs * elementCount(Array(layer.weight.shape.dropFirst()))
  case let layer as Conv1D: return outputs * elementCount(Array(layer.weight.shape.dropFirst()))
  case let layer as Dense: return outputs * layer.weight.shape[1]
  case let layer as LocallyConnected2D: return outputs * layer.weight.shape[2]
  case let layer as ConvTranspose2D:
    let stride = layer.stride.height * layer.stride.width
    return outputs * layer.weight.shape[0] / layer.groups * layer.weight.shape[2]
      * layer.weight.shape[3] / stride
  case let layer as Recurrent:
    // Each step multiplies every weight once for every row of the batch.
    let weights = layer.ownParameters.reduce(0) {
      $0 + ($1.parameter.value.rank == 2 ? $1.parameter.value.count : 0)
    }
    return output[0] * output[1] * weights
  default: return 0
  }
}
