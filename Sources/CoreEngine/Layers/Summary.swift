/// The layers of a model with their shapes, parameters and cost.
public struct ModelSummary: Sendable, CustomStringConvertible {
  /// One layer as it ran.
  public struct Row: Sendable {
    /// The layer's name in the model, and what it is.
    public let name, layer: String
    /// The shape of its output.
    public let shape: [Int]
    /// Trainable numbers.
    public let parameters: Int
    /// Multiply-adds for the whole input; 0 for layers that only move or compare, and where the layer
    /// does not say (see `isCounted`).
    public let multiplyAdds: Int
    /// Whether the layer says how many multiply-adds it takes; see `Layer.multiplyAdds(for:)`.
    public let isCounted: Bool
    /// Height and width of the part of the input image that one output sees; nil after a layer that
    /// sees everything, that enlarges, so that its outputs see parts of different sizes, or that does
    /// not say (see `Layer.receptiveWindow`).
    public var receptiveField: Size? { field.size }
    /// The receptive field as a table shows it.
    package var receptiveFieldText: String { field.text }
    let field: ReceptiveField
  }

  /// The layers in the order in which they ran.
  public let rows: [Row]

  /// Trainable numbers of all layers.
  public var parameters: Int { rows.reduce(0) { $0 + $1.parameters } }
  /// Multiply-adds of all layers that say how many they take.
  public var multiplyAdds: Int { rows.reduce(0) { $0 + $1.multiplyAdds } }
  /// Whether all layers say how many multiply-adds they take.
  public var isCounted: Bool { rows.allSatisfy(\.isCounted) }

  public var description: String {
    let cells =
      [["name", "layer", "output", "parameters", "multiply-adds"]]
      + rows.map {
        [$0.name, $0.layer, "\($0.shape)", "\($0.parameters)", $0.multiplyAddsText]
      } + [["total", "", "", "\(parameters)", multiplyAddsText]]
    let widths = (0..<5).map { column in cells.map { $0[column].count }.max()! }
    return cells.map { row in
      (0..<5).map { column in
        let gap = String(repeating: " ", count: widths[column] - row[column].count)
        return column < 3 ? row[column] + gap : gap + row[column]
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}

extension ModelSummary.Row {
  /// The multiply-adds as the table shows them.
  package var multiplyAddsText: String { isCounted ? "\(multiplyAdds)" : "not counted" }
}

extension ModelSummary {
  /// The total of the multiply-adds as the table shows it.
  package var multiplyAddsText: String {
    isCounted ? "\(multiplyAdds)" : "at least \(multiplyAdds)"
  }
}

/// The part of the input image that one element sees, layer after layer.
enum ReceptiveField: Sendable {
  /// A part of that size; the parts of neighbours are a step apart.
  case part(Size, step: Size)
  case everything
  case unknown

  /// The field behind one more layer: `r ← r + (k - 1) s`, `s ← s stride`.
  func behind(_ window: ReceptiveWindow) -> ReceptiveField {
    switch (self, window) {
    case (.part(let size, let step), .window(let kernel, let stride)):
      .part(
        Size(
          size.height + (kernel.height - 1) * step.height,
          size.width + (kernel.width - 1) * step.width),
        step: Size(step.height * stride.height, step.width * stride.width))
    case (.part, .position): self
    case (_, .everything), (.everything, _): .everything
    case (.unknown, _), (_, .unknown): .unknown
    }
  }

  var size: Size? {
    if case .part(let size, _) = self { size } else { nil }
  }

  var text: String {
    switch self {
    case .part(let size, _): "\(size.height)×\(size.width)"
    case .everything: "all"
    case .unknown: "not known"
    }
  }
}

extension Model {
  /// Names, output shapes, parameters and multiply-adds of the layers for one input.
  ///
  /// The model runs once on zeros. A layer that runs twice has a row for each run, its parameters
  /// in the first; parameters that the model holds beside its layers have rows of their own at the
  /// end. Each layer answers for itself; a layer of your own whose multiply-adds are not known is shown
  /// as not counted (see `Layer.multiplyAdds(for:)`).
  /// - Parameter input: the shape of the input, batch included: `[1, 1, 28, 28]`.
  /// - Returns: one row per layer, in the order in which they ran; it prints as a table.
  public func summary(input: [Int]) -> ModelSummary {
    var field = ReceptiveField.part(Size(1, 1), step: Size(1, 1))
    let rows = layerRuns(for: .zeros(input, dtype: dtype)).map { run -> ModelSummary.Row in
      field = field.behind(run.layer.receptiveWindow)
      let parameters = run.layer.ownParameters.filter(\.parameter.isTrainable)
      let multiplyAdds = run.layer.multiplyAdds(for: run.inputShape)
      return ModelSummary.Row(
        name: run.name, layer: run.layer.description, shape: run.output.shape,
        parameters: run.isRepeated ? 0 : parameters.reduce(0) { $0 + $1.parameter.value.count },
        multiplyAdds: multiplyAdds ?? 0, isCounted: multiplyAdds != nil, field: field)
    }
    // Parameters that the model holds itself, beside its layers.
    let held = Set(
      layers.flatMap { $0.layer.ownParameters }.map { ObjectIdentifier($0.parameter) })
    let loose = parameters.filter { !held.contains(ObjectIdentifier($0.parameter)) }.map {
      ModelSummary.Row(
        name: $0.name, layer: "Parameter", shape: $0.parameter.shape,
        parameters: $0.parameter.value.count, multiplyAdds: 0, isCounted: true, field: .everything)
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
