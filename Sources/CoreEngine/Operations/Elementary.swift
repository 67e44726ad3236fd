extension Tensor {
  /// e to the power of each element, `exp(x)`. float32: within 1.1 ulp.
  /// - Returns: the same shape.
  public func exp() -> Tensor {
    recorded(elementwise(.exp, self), from: self, keepingOutput: true) {
      upstream, y in upstream * y
    }
  }

  /// The natural logarithm of each element; -infinity at 0, NaN below. float32: within 1 ulp.
  /// - Returns: the same shape.
  public func log() -> Tensor {
    recorded(elementwise(.log, self), from: self) { upstream, _ in
      upstream / self
    }
  }

  /// The square root of each element; NaN below 0, the derivative at 0 is infinite.
  /// - Returns: the same shape.
  public func sqrt() -> Tensor {
    recorded(elementwise(.sqrt, self), from: self, keepingOutput: true) {
      upstream, y in upstream * 0.5 / y
    }
  }

  /// The square of each element, `x²`.
  /// - Returns: the same shape.
  public func squared() -> Tensor {
    recorded(elementwise(.square, self), from: self) { upstream, _ in
      upstream * self * 2
    }
  }

  /// The absolute value of each element; its derivative at 0 is taken as 0, at NaN as NaN.
  /// - Returns: the same shape.
  public func abs() -> Tensor {
    recorded(elementwise(.absolute, self), from: self) { upstream, _ in
      upstream * self.sign()
    }
  }

  /// The sign of each element: -1, 0 or 1, and NaN of NaN; its derivative is 0.
  /// - Returns: the same shape.
  public func sign() -> Tensor { elementwise(.sign, self) }

  /// The greatest integer that is not above each element; its derivative is 0.
  /// - Returns: the same shape.
  public func floor() -> Tensor { elementwise(.floor, self) }

  /// The sine of each element, an angle in radians.
  /// - Returns: the same shape.
  public func sin() -> Tensor {
    recorded(elementwise(.sin, self), from: self) { upstream, _ in
      upstream * self.cos()
    }
  }

  /// The cosine of each element, an angle in radians.
  /// - Returns: the same shape.
  public func cos() -> Tensor {
    recorded(elementwise(.cos, self), from: self) { upstream, _ in
      -(upstream * self.sin())
    }
  }

  /// Each element to the power of `exponent`: `x^p`, derivative `p x^(p-1)`.
  ///
  /// `x^0` is 1 for every x, NaN included, and a negative number to a power that is not whole is
  /// NaN, as IEEE 754 has it.
  /// - Parameter exponent: p, any number.
  /// - Returns: the same shape.
  public func pow(_ exponent: Double) -> Tensor {
    if exponent == 2 { return squared() }
    return recorded(elementwise(.powerScalar, self, exponent), from: self) {
      upstream, _ in
      // x^0 is 1 everywhere, at 0 too, where x^(-1) is infinite
      exponent == 0 ? .zeros(like: upstream) : upstream * self.pow(exponent - 1) * exponent
    }
  }

  /// Each element to the power of the element of `exponent` at its place, broadcast.
  ///
  /// Derivatives `p x^(p-1)` and `x^p log x`, the latter 0 at x = 0.
  /// - Parameter exponent: the powers, of the same number type.
  /// - Returns: the broadcast shape.
  /// - Precondition: the shapes go together and the number types are equal.
  public func pow(_ exponent: Tensor) -> Tensor {
    recorded(
      elementwise(.power, "pow", self, exponent), from: [self, exponent],
      keepingOutput: true
    ) { upstream, y in
      let base = self
      // x^p log x tends to 0 with x, though log x does not
      let logarithm = select(base .== 0, Tensor.zeros(like: base), base.log())
      let slope = exponent * base.pow(exponent - 1)
      let constant = exponent.detached .== 0
      return [
        base.node == nil
          ? nil
          : (upstream * select(constant, Tensor.zeros(like: slope), slope))
            .summed(to: base.shape),
        exponent.node == nil ? nil : (upstream * y * logarithm).summed(to: exponent.shape),
      ]
    }
  }

  /// Each element, no less than `low` and no more than `high`; NaN stays NaN.
  ///
  /// The gradient passes inside, bounds included, and is 0 outside.
  /// - Parameters:
  ///   - low: the least result; -infinity for none.
  ///   - high: the greatest result; +infinity for none.
  /// - Returns: the same shape.
  public func clamped(_ low: Double, _ high: Double) -> Tensor {
    recorded(elementwise(.clamp, self, low, high), from: self) { upstream, _ in
      upstream * ((self.detached .>= low) * (self.detached .<= high))
    }
  }
}

/// e to the power of each element.
public func exp(_ x: Tensor) -> Tensor { x.exp() }
/// The natural logarithm of each element.
public func log(_ x: Tensor) -> Tensor { x.log() }
/// The square root of each element.
public func sqrt(_ x: Tensor) -> Tensor { x.sqrt() }
/// The absolute value of each element.
public func abs(_ x: Tensor) -> Tensor { x.abs() }
/// The sine of each element.
public func sin(_ x: Tensor) -> Tensor { x.sin() }
/// The cosine of each element.
public func cos(_ x: Tensor) -> Tensor { x.cos() }
/// The hyperbolic tangent of each element.
public func tanh(_ x: Tensor) -> Tensor { x.tanh() }
/// Each element of `x` to the power of `exponent`; see `Tensor.pow(_:)`.
public func pow(_ x: Tensor, _ exponent: Double) -> Tensor { x.pow(exponent) }
