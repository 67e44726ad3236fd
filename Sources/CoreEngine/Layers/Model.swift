/// Anything that maps a tensor to a tensor and may hold parameters.
///
/// A `struct` or `class` that stores layers and has `callAsFunction` is a model; nothing else needs
/// writing:
///
///     struct LeNet: Model {
///       let conv1 = Conv2D(1, 6, kernel: 5, padding: 2)
///       let head = Dense(1176, 10)
///       func callAsFunction(_ x: Tensor) -> Tensor {
///         head(conv1(x).relu().maxPool2d(2).flattened(from: 1))
///       }
///     }
///
/// Its parameters are found through its stored properties (see `parameters`).
public protocol Model {
  /// The model's output for `x`.
  ///
  /// - Parameter x: a batch, `[batch, …]`, as the model's first layer takes it.
  /// - Returns: shape `[batch, …]`, as the last layer gives it.
  func callAsFunction(_ x: Tensor) -> Tensor
}

/// A building block of models, whose output can be observed by name (see `activations(for:)`).
///
/// Write `forward(_:)`; `callAsFunction` runs it and reports the result to observers.
public protocol Layer: AnyObject, Model, CustomStringConvertible {
  /// The layer's function.
  ///
  /// - Parameter x: the input, in the shape that the layer's documentation states.
  /// - Returns: the output, in the shape that it states.
  func forward(_ x: Tensor) -> Tensor
  /// The layer's own parameters, by name; found through its stored properties when not given.
  var ownParameters: [NamedParameter] { get }
  /// The shape of the output for an input of shape `input`; found by running the layer when not given.
  func outputShape(for input: [Int]) -> [Int]
  /// The multiply-adds of one run over an input of shape `input`: 0 for a layer that only moves or
  /// compares, nil for one that does not say, which `summary` then shows as not counted.
  func multiplyAdds(for input: [Int]) -> Int?
  /// The part of the input that one element of the output depends on; unknown when not given.
  var receptiveWindow: ReceptiveWindow { get }
  /// How the layer runs together with its neighbours in a `Sequential`; by itself when not given.
  var fusion: LayerFusion { get }
}

extension Layer {
  /// The layer's output, reported to observers; in the shape that `forward(_:)` gives.
  public func callAsFunction(_ x: Tensor) -> Tensor { observed(by: self, input: x, forward(x)) }
  /// The parameters that are stored properties of the layer, under the names of the properties.
  public var ownParameters: [NamedParameter] { reflectedParameters(of: self) }
  /// The name of the layer's type.
  public var description: String { "\(type(of: self))" }
}

extension Model {
  /// All parameters that training changes, by name, in the order of the stored properties.
  ///
  /// A name is the path to the parameter, `conv1.weight`; the layers of a `Sequential` and the
  /// elements of an array are counted from 0, `0.weight`. A parameter that is reached twice is
  /// listed once, under its first name.
  public var parameters: [NamedParameter] { state.filter(\.parameter.isTrainable) }

  /// All parameters, including those that training does not change, such as running statistics.
  public var state: [NamedParameter] {
    var search = ParameterSearch()
    search.visit(self, path: "")
    return search.found
  }

  /// Changes the number type of all parameters, for instance to check gradients in float64.
  ///
  /// Optimizers that have already taken a step with these parameters do not follow.
  public func convert(to dtype: DType) {
    for named in state { named.parameter.value = named.parameter.value.converted(to: dtype) }
  }

  /// The number type of the parameters: that of the first, or float32 without any.
  public var dtype: DType { state.first?.parameter.value.dtype ?? .float32 }

  /// The number of trainable numbers.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.parameter.value.count } }

  /// The layers by name, in the order of the stored properties.
  public var layers: [(name: String, layer: any Layer)] {
    var search = ParameterSearch()
    search.visit(self, path: "")
    return search.layers
  }
}
