/// Shows the output of a layer of a model for an input, one image per channel.
///
/// - Parameters:
///   - model: the model, which is run on `input` without differentiation.
///   - layer: the layer's place among the model's layers, from 0.
///   - input: one image, `[channels, height, width]` or with a batch axis of 1.
/// - Precondition: the layer's output has a height and a width.
public func featureMaps(
  of model: some Model, layer: Int, for input: Tensor, columns: Int? = nil,
  colorMap: ImageGrid.ColorMap = .viridis, scale: ImageGrid.Scale = .shared
) -> ImageGrid {
  let activations = model.activations(for: input)
  guard activations.indices.contains(layer) else {
    fatalError("featureMaps: there is no layer \(layer), the model has \(activations.count) layers")
  }
  return featureMaps(activations[layer].value, columns: columns, colorMap: colorMap, scale: scale)
}

/// Shows the output of a layer of a model for an input, one image per channel.
///
/// - Parameters:
///   - model: the model, which is run on `input` without differentiation.
///   - layer: the layer's name, for example `conv1`.
///   - input: one image, `[channels, height, width]` or with a batch axis of 1.
/// - Precondition: the layer's output has a height and a width.
public func featureMaps(
  of model: some Model, layer: String, for input: Tensor, columns: Int? = nil,
  colorMap: ImageGrid.ColorMap = .viridis, scale: ImageGrid.Scale = .shared
) -> ImageGrid {
  let activations = model.activations(for: input)
  guard let found = activations.first(where: { $0.name == layer }) else {
    let names = activations.map(\.name).joined(separator: ", ")
    fatalError("featureMaps: there is no layer '\(layer)', the model has \(names)")
  }
  return featureMaps(found.value, columns: columns, colorMap: colorMap, scale: scale)
}

/// Shows the filters of a convolution layer of a model.
///
/// - Parameters:
///   - model: the model.
///   - layer: the layer's place among the model's layers, from 0.
/// - Precondition: the layer is a `Conv2D`.
public func filters(of model: some Model, layer: Int, columns: Int? = nil) -> ImageGrid {
  let layers = model.layers
  guard layers.indices.contains(layer), let convolution = layers[layer].layer as? Conv2D else {
    fatalError("filters: layer \(layer) of \(layers.count) is no Conv2D")
  }
  return filters(convolution.weight.value, columns: columns)
}
