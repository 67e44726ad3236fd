/// The value of `function` at `x` and its derivative in the direction of `tangent`, `J v`.
///
/// Computed by two reverse passes: the pullback `u ↦ uᵀ J` is linear in `u`, and its own pullback
/// at any `u` maps `v` to `J v`.
/// - Parameters:
///   - x: the point.
///   - tangent: the direction, with the shape of `x`.
///   - function: with a result of any shape, made of operations that can be differentiated twice.
/// - Returns: value and derivative, both with the shape of the function's result.
/// - Throws: what `function` throws.
/// - Precondition: `tangent` has the shape of `x`.
public func jvp<E: Error>(
  at x: Tensor, along tangent: Tensor, of function: (Tensor) throws(E) -> Tensor
) throws(E) -> (value: Tensor, derivative: Tensor) {
  require(
    x.shape == tangent.shape,
    "jvp: a direction of shape \(tangent.shape) at a point of shape \(x.shape)")
  return try differentiating { () throws(E) in
    let (value, pullback) = try vjp(at: x, of: function)
    let seed = variable(.ones(like: value))
    return (value, seed, pullback(seed))
  } finish: { (value, seed, transposed) in
    let derivative = pullBack(transposed, tangent, to: [seed.node!])[0]
    return (isOutermost ? value.detached : value, derivative ?? .zeros(like: value))
  }
}

/// The Jacobian matrix of `function` at `x`: every derivative of every result.
///
/// - Parameters:
///   - x: the point, of any shape.
///   - function: f, with a result of any shape.
/// - Returns: shape `value.shape + x.shape`, `J[i, j] = ∂ f(x)[i] / ∂ x[j]`.
/// - Throws: what `function` throws.
/// - Complexity: one reverse pass for each element of the value.
public func jacobian<E: Error>(
  at x: Tensor, of function: (Tensor) throws(E) -> Tensor
) throws(E) -> Tensor {
  let (value, pullback) = try vjp(at: x, of: function)
  let rows = (0..<value.count).map { i -> Tensor in
    var unit = [Double](repeating: 0, count: value.count)
    unit[i] = 1
    return pullback(Tensor(unit, shape: value.shape, dtype: value.dtype)).reshaped([x.count])
  }
  if rows.isEmpty { return .zeros(value.shape + x.shape, dtype: x.dtype) }
  return Tensor.stack(rows).reshaped(value.shape + x.shape)
}

/// The matrix of second derivatives of a scalar function.
///
/// - Parameters:
///   - x: the point, of any shape.
///   - function: f, with a scalar result.
/// - Returns: shape `x.shape + x.shape`, `H[i, j] = ∂² f(x) / ∂ x[i] ∂ x[j]`.
/// - Complexity: one pass through the gradient for each element of `x`.
public func hessian(at x: Tensor, of function: (Tensor) -> Tensor) -> Tensor {
  jacobian(at: x) { gradient(at: $0, of: function) }
}
