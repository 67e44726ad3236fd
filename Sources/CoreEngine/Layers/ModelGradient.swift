/// The gradients of a model's parameters, by name.
public struct Gradients: Sequence, @unchecked Sendable {  // no lock: identities only
  /// The parameters, in the model's order.
  public let parameters: [NamedParameter]
  /// One gradient per parameter, of its shape.
  public internal(set) var values: [Tensor]

  /// The gradient of the parameter of this name, in the parameter's shape, or nil without such a
  /// one.
  public subscript(name: String) -> Tensor? {
    parameters.firstIndex { $0.name == name }.map { values[$0] }
  }

  /// The gradient of this parameter, in its shape, or nil if it is not one of the model's.
  public subscript(parameter: Parameter) -> Tensor? {
    parameters.firstIndex { $0.parameter === parameter }.map { values[$0] }
  }

  /// Name and gradient (in the parameter's shape) of each parameter, in the model's order.
  public func makeIterator() -> AnyIterator<(name: String, gradient: Tensor)> {
    var iterator = zip(parameters, values).makeIterator()
    return AnyIterator { iterator.next().map { ($0.0.name, $0.1) } }
  }

  /// The Euclidean norm over all gradients together.
  public var norm: Double {
    values.reduce(0) { $0 + $1.squared().sum().item }.squareRoot()
  }

  /// The gradients, scaled down so that their joint norm is at most `limit`.
  ///
  /// - Parameter limit: the greatest norm, more than 0.
  /// - Returns: the same gradients, times `limit / norm` if the norm is greater.
  ///
  /// Source: Pascanu, Mikolov and Bengio, arXiv:1211.5063.
  public func clipped(norm limit: Double) -> Gradients {
    let norm = norm
    guard norm > limit else { return self }
    var result = self
    result.values = values.map { $0 * (limit / norm) }
    return result
  }

  /// The gradients with every element moved into ±`limit`.
  public func clipped(value limit: Double) -> Gradients {
    var result = self
    result.values = values.map { $0.clamped(-limit, limit) }
    return result
  }
}

/// The value of a loss and its gradient with respect to all parameters of a model.
///
///     let (loss, gradients) = valueAndGradient(at: model) { crossEntropy($0(images), labels) }
///     optimizer.update(gradients)
///
/// Layers such as dropout and batch normalisation behave as in training.
/// - Parameters:
///   - model: whose trainable parameters are the point.
///   - loss: a function with a scalar result.
/// - Returns: the value, and one gradient per parameter, of its shape.
/// - Throws: what `loss` throws.
/// - Precondition: the result has one element.
public func valueAndGradient<M: Model, E: Error>(
  at model: M, of loss: (M) throws(E) -> Tensor
) throws(E) -> (value: Tensor, gradient: Gradients) {
  try valueAndGradient(at: model.parameters) { () throws(E) in try loss(model) }
}

/// The gradient of a loss with respect to all parameters of a model; see
/// `valueAndGradient(at:of:)`.
///
/// - Returns: one gradient per parameter, of its shape.
/// - Throws: what `loss` throws.
public func gradient<M: Model, E: Error>(
  at model: M, of loss: (M) throws(E) -> Tensor
) throws(E) -> Gradients {
  try valueAndGradient(at: model, of: loss).gradient
}

/// The value of a loss and its gradient with respect to given parameters.
///
/// In a loop this saves looking for the parameters of the model at each step.
/// - Parameters:
///   - parameters: the point, `model.parameters` for instance.
///   - loss: a function with a scalar result.
/// - Returns: the value, and one gradient per parameter, of its shape.
/// - Throws: what `loss` throws.
public func valueAndGradient<E: Error>(
  at parameters: [NamedParameter], of loss: () throws(E) -> Tensor
) throws(E) -> (value: Tensor, gradient: Gradients) {
  let before = parameters.map(\.parameter.value.node)
  var leaves: [Node] = []
  leaves.reserveCapacity(parameters.count)
  for named in parameters {
    let leaf = Node(inputs: [named.parameter.value.node]) { upstream, _ in [upstream] }
    named.parameter.value.node = leaf
    leaves.append(leaf)
  }
  defer {
    for (named, node) in zip(parameters, before) { named.parameter.value.node = node }
  }
  return try differentiating { () throws(E) in
    try inTraining(loss)
  } finish: { value in
    require(value.count == 1, "gradient: the loss has shape \(value.shape), not one element")
    let parts = pullBack(value, .ones(like: value), to: leaves)
    let values = zip(parts, parameters).map { $0 ?? .zeros(like: $1.parameter.value) }
    return (
      isOutermost ? value.detached : value, Gradients(parameters: parameters, values: values)
    )
  }
}
