/// An operation with a derivative written by hand.
///
/// The forward function runs without being recorded; the adjoint states its derivative. Compare it
/// with `checkGradient(of:at:)` or with the automatic one.
///
///     let square = differentiable({ x in x * x }, adjoint: { upstream, x, y in upstream * x * 2 })
///
/// - Parameters:
///   - forward: the value.
///   - adjoint: from the gradient at the result, the input and the result, the gradient at the
///     input, with the input's shape.
/// - Returns: the operation as a function of one tensor.
public func differentiable(
  _ forward: @escaping (Tensor) -> Tensor,
  adjoint: @escaping (_ upstream: Tensor, _ input: Tensor, _ output: Tensor) -> Tensor
) -> (Tensor) -> Tensor {
  let several = differentiable { (inputs: [Tensor]) in
    forward(inputs[0])
  } adjoint: { upstream, inputs, output in
    [adjoint(upstream, inputs[0], output)]
  }
  return { several([$0]) }
}

/// An operation of several tensors with a derivative written by hand.
///
/// - Parameters:
///   - forward: the value.
///   - adjoint: from the gradient at the result, the inputs and the result, a gradient for each
///     input, or nil where there is none.
/// - Returns: the operation as a function of as many tensors.
/// - Precondition: as many gradients as inputs, each of its input's shape.
public func differentiable(
  _ forward: @escaping ([Tensor]) -> Tensor,
  adjoint: @escaping (_ upstream: Tensor, _ inputs: [Tensor], _ output: Tensor) -> [Tensor?]
) -> ([Tensor]) -> Tensor {
  { inputs in
    let value = withoutGradient { forward(inputs.map { $0.detached }) }
    return recorded(value, from: inputs, keepingOutput: true) { upstream, output in
      let gradients = adjoint(upstream, inputs, output)
      require(
        gradients.count == inputs.count,
        "differentiable: \(gradients.count) gradients for \(inputs.count) inputs")
      for (input, gradient) in zip(inputs, gradients) {
        require(
          gradient == nil || gradient!.shape == input.shape,
          "differentiable: a gradient of shape \(gradient?.shape ?? []) for an input of shape "
            + "\(input.shape)")
      }
      return gradients
    }
  }
}
