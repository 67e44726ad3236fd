import CoreEngine

extension GradientCase {
  /// A reduction of all elements, of one axis or of several.
  private static func reduction(
    _ name: String, ties: Bool = true, all: @escaping @Sendable (Tensor) -> Tensor,
    one: @escaping @Sendable (Tensor, Int, Bool) -> Tensor,
    several: @escaping @Sendable (Tensor, [Int], Bool) -> Tensor
  ) -> [GradientCase] {
    @Sendable func point(_ d: Draw) -> [Int] {
      let shape = d.shape(rank: 1)
      if ties { d.input(shape) } else { d.inputWithoutTies(shape) }
      return shape
    }
    return [
      GradientCase(name) { d in
        _ = point(d)
        return { all($0[0]) }
      },
      GradientCase("\(name) along an axis") { d in
        let (axis, kept) = (d.axis(point(d).count), d.flag("keepDims"))
        return { one($0[0], axis, kept) }
      },
      GradientCase("\(name) along axes") { d in
        let (axes, kept) = (d.axes(point(d).count), d.flag("keepDims"))
        return { several($0[0], axes, kept) }
      },
    ]
  }

  /// A function along one axis that keeps the shape.
  private static func along(
    _ name: String, _ function: @escaping @Sendable (Tensor, Int) -> Tensor
  ) -> GradientCase {
    GradientCase(name) { d in
      let shape = d.shape(rank: 1)
      d.input(shape)
      let axis = d.axis(shape.count)
      return { function($0[0], axis) }
    }
  }

  static let reductions: [GradientCase] =
    reduction(
      "sum", all: { $0.sum() }, one: { $0.sum(axis: $1, keepDims: $2) },
      several: { $0.sum(axes: $1, keepDims: $2) })
    + reduction(
      "mean", all: { $0.mean() }, one: { $0.mean(axis: $1, keepDims: $2) },
      several: { $0.mean(axes: $1, keepDims: $2) })
    + reduction(
      "max", ties: false, all: { $0.max() }, one: { $0.max(axis: $1, keepDims: $2) },
      several: { $0.max(axes: $1, keepDims: $2) })
    + reduction(
      "min", ties: false, all: { $0.min() }, one: { $0.min(axis: $1, keepDims: $2) },
      several: { $0.min(axes: $1, keepDims: $2) })
    + reduction(
      "variance", all: { $0.variance() },
      one: { $0.variance(axis: $1, correction: 0, keepDims: $2) },
      several: { $0.variance(axes: $1, correction: -1, keepDims: $2) })
    + [
      GradientCase("variance of a sample") { d in
        d.input([d(2, 5), d(2, 5)])
        let (axis, kept) = (d.axis(2), d.flag("keepDims"))
        return { $0[0].variance(axis: axis, correction: 1, keepDims: kept) }
      },
      GradientCase("logSumExp") { d in
        let shape = d.shape(rank: 1)
        d.input(shape)
        let (axis, kept) = (d.axis(shape.count), d.flag("keepDims"))
        return { $0[0].logSumExp(axis: axis, keepDims: kept) }
      },
      along("softmax") { $0.softmax(axis: $1) },
      along("logSoftmax") { $0.logSoftmax(axis: $1) },
    ]
}
