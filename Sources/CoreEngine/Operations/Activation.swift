extension Tensor {
  /// The rectifier, `max(x, 0)`, elementwise; its derivative at 0 is taken as 0. NaN stays NaN.
  /// - Returns: the same shape.
  ///
  /// Source: Nair and Hinton, ICML 2010.
  public func relu() -> Tensor {
    recorded(elementwise(.relu, self), from: self, keepingOutput: true) {
      upstream, y in
      isDifferentiatingGradient
        ? select(y.detached .<= 0, .zeros(like: upstream), upstream)
        : elementwise(.reluGradient, "relu", y, upstream)
    }
  }

  /// The leaky rectifier, elementwise: `x` above 0, `slope * x` elsewhere.
  ///
  /// - Parameter slope: the derivative at 0 and below.
  /// - Returns: the same shape.
  ///
  /// Source: Maas, Hannun and Ng, ICML 2013.
  public func leakyReLU(slope: Double = 0.01) -> Tensor {
    recorded(elementwise(.leakyReLU, self, slope), from: self) { upstream, _ in
      let positive = self.detached .> 0
      return upstream * positive.scaled(by: 1 - slope, adding: slope)
    }
  }

  /// The logistic function, `1 / (1 + exp(-x))`, elementwise. float32: within 2.5 ulp.
  /// - Returns: the same shape.
  public func sigmoid() -> Tensor {
    recorded(elementwise(.sigmoid, self), from: self, keepingOutput: true) {
      upstream, y in
      isDifferentiatingGradient
        ? upstream * (y * (1 - y))
        : elementwise(.sigmoidGradient, "sigmoid", y, upstream)
    }
  }

  /// The hyperbolic tangent, elementwise. float32: within 2 ulp.
  /// - Returns: the same shape.
  public func tanh() -> Tensor {
    recorded(elementwise(.tanh, self), from: self, keepingOutput: true) {
      upstream, y in
      isDifferentiatingGradient
        ? upstream * (1 - y.squared())
        : elementwise(.tanhGradient, "tanh", y, upstream)
    }
  }

  /// The Gaussian error linear unit, `x Φ(x)`, elementwise, with the normal distribution function
  /// Φ.
  ///
  /// - Parameter approximate: take `x / 2 (1 + tanh(√(2/π) (x + 0.044715 x³)))` instead, which is
  ///   within 1e-3 of it.
  /// - Returns: the same shape.
  ///
  /// Source: D. Hendrycks and K. Gimpel, arXiv:1606.08415.
  public func gelu(approximate: Bool = false) -> Tensor {
    if approximate {
      let inner = (self + self.pow(3) * 0.044715) * (2 / Double.pi).squareRoot()
      return self * 0.5 * (inner.tanh() + 1)
    }
    return recorded(elementwise(.gelu, self), from: self) { upstream, _ in
      guard isDifferentiatingGradient else {
        return elementwise(.geluGradient, "gelu", self, upstream)
      }
      return upstream * self.geluSlope()
    }
  }

  /// `Φ(x) + x φ(x)`, whose derivative is `φ(x) (2 - x²)`.
  private func geluSlope() -> Tensor {
    let slope = elementwise(
      .geluGradient, "gelu", self, .ones(like: self))
    return recorded(slope, from: self) { upstream, _ in
      let density = (self.squared() * -0.5).exp() * 0.398942280401432678
      return upstream * density * (2 - self.squared())
    }
  }

  /// The smooth rectifier `log(1 + exp(x))`, elementwise, without overflow. Its derivative is
  /// `sigmoid()`.
  /// - Returns: the same shape.
  public func softplus() -> Tensor {
    recorded(elementwise(.softplus, self), from: self) { upstream, _ in
      upstream * self.sigmoid()
    }
  }

  /// `exp(x) / Σ exp(x)` along one axis, without overflow.
  ///
  /// - Parameter axis: the axis whose values add up to 1, counted from the end when negative.
  /// - Returns: the same shape, values in 0...1. NaN along the whole axis if one is NaN or
  ///   +infinity, or all are -infinity.
  /// - Precondition: the axis is there and has elements.
  ///
  /// Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.3.
  public func softmax(axis: Int = -1) -> Tensor {
    let layout = layout(around: axis, "softmax")
    let result = Tensor(uninitialized: shape, dtype: dtype)
    Kernels.softmax(storage, layout, logarithm: false, into: result.storage)
    return recorded(result, from: self, keepingOutput: true) { upstream, y in
      if isDifferentiatingGradient {
        let product = upstream * y
        return product - y * product.sum(axis: axis, keepDims: true)
      }
      let dx = Tensor(uninitialized: y.shape, dtype: y.dtype)
      Kernels.softmaxGradient(
        y.storage, upstream.storage, layout, logarithm: false, into: dx.storage)
      return dx
    }
  }

  /// `x - log Σ exp(x)` along one axis: the logarithm of `softmax(axis:)`, without underflow.
  ///
  /// - Parameter axis: the axis of the sum, counted from the end when negative.
  /// - Returns: the same shape.
  /// - Precondition: the axis is there and has elements.
  public func logSoftmax(axis: Int = -1) -> Tensor {
    let layout = layout(around: axis, "logSoftmax")
    let result = Tensor(uninitialized: shape, dtype: dtype)
    Kernels.softmax(storage, layout, logarithm: true, into: result.storage)
    return recorded(result, from: self, keepingOutput: true) { upstream, y in
      if isDifferentiatingGradient {
        return upstream - y.exp() * upstream.sum(axis: axis, keepDims: true)
      }
      let dx = Tensor(uninitialized: y.shape, dtype: y.dtype)
      Kernels.softmaxGradient(
        y.storage, upstream.storage, layout, logarithm: true, into: dx.storage)
      return dx
    }
  }

  /// Numbers of elements before, along and after an axis, which may count from the end.
  func layout(around axis: Int, _ name: String) -> AxisLayout {
    let a = resolvedAxis(axis, name)
    require(shape[a] > 0, "\(name): axis \(a) of shape \(shape) has no elements")
    let outer = elementCount(Array(shape[..<a]))
    let inner = elementCount(Array(shape[(a + 1)...]))
    return AxisLayout(outer: outer, length: shape[a], inner: inner)
  }

  /// An axis counted from the start, checked.
  package func resolvedAxis(_ axis: Int, _ name: String) -> Int {
    let resolved = axis < 0 ? axis + rank : axis
    require(resolved >= 0 && resolved < rank, "\(name): shape \(shape) has no axis \(axis)")
    return resolved
  }
}
