/// The value of `function` at `x` and its gradient there, by reverse-mode differentiation.
///
/// The function is ordinary Swift: loops, branches and calls of other functions are fine. Calls may
/// be nested for second derivatives.
/// - Parameters:
///   - x: the point, of any shape.
///   - function: a function with a scalar result, shape `[]` or one element.
/// - Returns: the value, and the gradient with the shape of `x` (zeros when the value does not
///   depend on `x`).
/// - Throws: what `function` throws.
/// - Precondition: the result has one element.
///
/// Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.5.
public func valueAndGradient<E: Error>(
  at x: Tensor, of function: (Tensor) throws(E) -> Tensor
) throws(E) -> (value: Tensor, gradient: Tensor) {
  let result = try valueAndGradient(at: [x]) { (x) throws(E) in try function(x[0]) }
  return (result.value, result.gradient[0])
}

/// The value of a function of several tensors and its gradient with respect to each of them.
///
/// - Parameters:
///   - points: of any shapes and number types.
///   - function: with a scalar result, of as many tensors.
/// - Returns: the value, and one gradient per point, of its shape.
/// - Throws: what `function` throws.
/// - Precondition: the result has one element.
public func valueAndGradient<E: Error>(
  at points: [Tensor], of function: ([Tensor]) throws(E) -> Tensor
) throws(E) -> (value: Tensor, gradient: [Tensor]) {
  let variables = points.map(variable)
  return try differentiating { () throws(E) in
    try function(variables)
  } finish: { value in
    require(
      value.count == 1,
      "gradient: the function's result has shape \(value.shape), not one element")
    let parts = pullBack(value, .ones(like: value), to: variables.map { $0.node! })
    let gradient = zip(parts, points).map { $0 ?? .zeros(like: $1) }
    return (isOutermost ? value.detached : value, gradient)
  }
}

/// The value of a function of two tensors and its gradients, `valueAndGradient(at: x, y) { … }`.
///
/// - Parameters:
///   - x: the first point.
///   - y: the second.
///   - function: with a scalar result.
/// - Returns: the value, and the gradients with the shapes of `x` and `y`.
/// - Throws: what `function` throws.
public func valueAndGradient<E: Error>(
  at x: Tensor, _ y: Tensor, of function: (Tensor, Tensor) throws(E) -> Tensor
) throws(E) -> (value: Tensor, gradient: (Tensor, Tensor)) {
  let result = try valueAndGradient(at: [x, y]) { (points) throws(E) in
    try function(points[0], points[1])
  }
  return (result.value, (result.gradient[0], result.gradient[1]))
}

/// The gradient of a scalar function; see `valueAndGradient(at:of:)`.
///
/// - Returns: the shape of `x`, `∂ function / ∂ x[i]` at place i.
/// - Throws: what `function` throws.
public func gradient<E: Error>(
  at x: Tensor, of function: (Tensor) throws(E) -> Tensor
) throws(E) -> Tensor {
  try valueAndGradient(at: x, of: function).gradient
}

/// The gradients of a scalar function of several tensors; see `valueAndGradient(at:of:)`.
///
/// - Returns: one gradient per point, of its shape.
/// - Throws: what `function` throws.
public func gradient<E: Error>(
  at points: [Tensor], of function: ([Tensor]) throws(E) -> Tensor
) throws(E) -> [Tensor] {
  try valueAndGradient(at: points, of: function).gradient
}

/// The gradients of a scalar function of two tensors; see `valueAndGradient(at:_:of:)`.
///
/// - Returns: the gradients with the shapes of `x` and `y`.
/// - Throws: what `function` throws.
public func gradient<E: Error>(
  at x: Tensor, _ y: Tensor, of function: (Tensor, Tensor) throws(E) -> Tensor
) throws(E) -> (Tensor, Tensor) {
  try valueAndGradient(at: x, y, of: function).gradient
}

/// The value of `function` at `x` and its pullback: the map from a gradient at the value to the
/// gradient at `x`, `v ↦ vᵀ J`.
///
/// The pullback may be called any number of times.
/// - Parameters:
///   - x: the point, of any shape.
///   - function: with a result of any shape.
/// - Returns: the value, and a function from a gradient of the value's shape to one of the shape of
///   `x`.
/// - Throws: what `function` throws.
///
/// Source: Baydin, Pearlmutter, Radul and Siskind, Journal of Machine Learning Research 18, 2018.
public func vjp<E: Error>(
  at x: Tensor, of function: (Tensor) throws(E) -> Tensor
) throws(E) -> (value: Tensor, pullback: (Tensor) -> Tensor) {
  let start = variable(x)
  return try differentiating { () throws(E) in
    try function(start)
  } finish: { value in
    let pullback = { (upstream: Tensor) -> Tensor in
      require(
        upstream.shape == value.shape,
        "pullback: a gradient of shape \(upstream.shape) for a value of shape \(value.shape)")
      return pausingUnlessNested {
        pullBack(value, upstream, to: [start.node!])[0] ?? .zeros(like: x)
      }
    }
    return (isOutermost ? value.detached : value, pullback)
  }
}

/// Runs `body` without recording, unless a differentiation is open around it.
private func pausingUnlessNested<R>(_ body: () -> R) -> R {
  isOutermost ? withoutGradient(body) : body()
}

/// The map from a gradient at the value of `function` to gradients at its points.
///
/// Like `vjp(at:of:)`, for several tensors.
/// - Parameters:
///   - points: of any shapes.
///   - function: of as many tensors, with a result of any shape.
/// - Returns: a function from a gradient of the value's shape to one gradient per point, of its
///   shape.
/// - Throws: what `function` throws.
public func pullback<E: Error>(
  at points: [Tensor], of function: ([Tensor]) throws(E) -> Tensor
) throws(E) -> (Tensor) -> [Tensor] {
  let variables = points.map(variable)
  return try differentiating { () throws(E) in
    try function(variables)
  } finish: { value in
    { upstream in
      require(
        upstream.shape == value.shape,
        "pullback: a gradient of shape \(upstream.shape) for a value of shape \(value.shape)")
      let parts = pausingUnlessNested {
        pullBack(value, upstream, to: variables.map { $0.node! })
      }
      return zip(parts, points).map { $0 ?? .zeros(like: $1) }
    }
  }
}
