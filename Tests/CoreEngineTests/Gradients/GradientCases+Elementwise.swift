import CoreEngine

extension GradientCase {
  /// A function of each element, at points in `range`.
  private static func each(
    _ name: String, _ range: Range<Double> = -2..<2,
    _ function: @escaping @Sendable (Tensor) -> Tensor
  ) -> GradientCase {
    GradientCase(name) { d in
      d.input(d.shape(), in: range)
      return { function($0[0]) }
    }
  }

  /// A function of each element with a bend at 0.
  private static func bent(
    _ name: String, _ function: @escaping @Sendable (Tensor) -> Tensor
  ) -> GradientCase {
    GradientCase(name) { d in
      d.inputAwayFromZero(d.shape())
      return { function($0[0]) }
    }
  }

  /// A function of two tensors that are broadcast.
  private static func pair(
    _ name: String, _ range: Range<Double> = -2..<2,
    _ function: @escaping @Sendable (Tensor, Tensor) -> Tensor
  ) -> GradientCase {
    GradientCase(name) { d in
      let whole = d.shape()
      d.input(d.part(of: whole), in: range)
      d.input(d.part(of: whole), in: range)
      return { function($0[0], $0[1]) }
    }
  }

  static let elementwise: [GradientCase] = [
    pair("add") { $0 + $1 }, pair("subtract") { $0 - $1 }, pair("multiply") { $0 * $1 },
    pair("divide", 0.5..<2) { $0 / $1 },
    pair("divide by negative numbers", -2 ..< -0.5) { $0 / $1 },
    each("numbers beside tensors", 0.5..<2) { (2 - 3 * $0 / 4 + 1) * ($0 - 3) * 2 + 1.5 / $0 },
    GradientCase("in place") { d in
      let whole = d.shape(rank: 1)
      for _ in 0..<5 { d.input(whole, in: 0.5..<2) }
      return { v in
        var y = v[0]
        y += v[1]
        y *= v[2]
        y -= v[3]
        y /= v[4]
        y += 1
        y *= y
        y -= 2
        y /= 3
        y *= 0.5
        return y
      }
    },
    each("negate") { -$0 },
    each("exp") { $0.exp() + exp($0) }, each("log", 0.3..<3) { $0.log() * log($0) },
    each("sqrt", 0.3..<3) { $0.sqrt() * sqrt($0 + 1) }, each("squared") { $0.squared() },
    bent("abs") { $0.abs() + abs($0) },
    each("sin") { $0.sin() * sin($0 + 1) }, each("cos") { $0.cos() * cos($0 + 1) },
    each("sign and floor, which are flat", 0.1..<0.9) { $0.sign() + $0.floor() + $0 },
    GradientCase("pow of a number") { d in
      d.input(d.shape(), in: 0.4..<2)
      let p = d.number("exponent", -3..<3)
      return { $0[0].pow(p) + pow($0[0], p + 1) }
    },
    GradientCase("pow of whole numbers, at negative points too") { d in
      d.inputAwayFromZero(d.shape(), below: 1.2)
      let p = d.option("exponent", 0, 4)
      return { $0[0].pow(Double(p)) }
    },
    pair("pow of tensors", 0.5..<2) { $0.pow($1) },
    GradientCase("clamped") { d in
      d.inputWithoutTies(d.shape())
      let low = d.number("low", -0.6..<0) + 0.0031
      let high = low + d.number("width", 0.1..<1)
      return { $0[0].clamped(low, high) }
    },
    bent("relu") { $0.relu() },
    GradientCase("leakyReLU") { d in
      d.inputAwayFromZero(d.shape())
      let slope = d.number("slope", -0.5..<0.5)
      return { $0[0].leakyReLU(slope: slope) }
    },
    each("sigmoid") { $0.sigmoid() }, each("tanh") { $0.tanh() * tanh($0 + 1) },
    each("gelu") { $0.gelu() }, each("gelu by tanh") { $0.gelu(approximate: true) },
    each("softplus", -6..<6) { $0.softplus() },
    GradientCase("maximum") { d in
      let whole = d.shape()
      d.inputWithoutTies(d.part(of: whole))
      d.input(d.part(of: whole))
      return { maximum($0[0], $0[1]) }
    },
    GradientCase("minimum") { d in
      let whole = d.shape()
      d.input(d.part(of: whole))
      d.inputWithoutTies(d.part(of: whole))
      return { minimum($0[0], $0[1]) }
    },
    GradientCase("select") { d in
      let whole = d.shape()
      let mask = d.constant(d.part(of: whole), in: -1..<1) .> 0
      d.input(d.part(of: whole))
      d.input(d.part(of: whole))
      return { select(mask, $0[0], $0[1]) }
    },
    GradientCase("dropout") { d in
      d.input(d.shape())
      let (rate, seed) = (d.number("rate", 0..<0.9), UInt64(d(1, 99)))
      return { v in
        inTraining {
          // The same mask at every call.
          Dropout(rate, random: Random(seed: seed))(v[0])
            + v[0].dropout(rate, random: Random(seed: seed + 1))
        }
      }
    },
    GradientCase("an operation with an adjoint by hand") { d in
      let whole = d.shape()
      d.input(whole)
      d.input(whole)
      let cube = differentiable({ $0 * $0 * $0 }) { upstream, x, _ in upstream * x * x * 3 }
      let product = differentiable { (v: [Tensor]) in
        v[0] * v[1]
      } adjoint: { upstream, v, _ in
        [upstream * v[1], upstream * v[0]]
      }
      return { product([cube($0[0]), $0[1]]) }
    },
  ]
}
