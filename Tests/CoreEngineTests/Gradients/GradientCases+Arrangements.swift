import CoreEngine

extension GradientCase {
  /// A point of `rank` or more axes, and a function made of its shape.
  private static func arranged(
    _ name: String, rank: Int = 1,
    _ make: @escaping @Sendable (Draw, [Int]) -> (Tensor) -> Tensor
  ) -> GradientCase {
    GradientCase(name) { d in
      let shape = d.shape(rank: rank)
      d.input(shape)
      let function = make(d, shape)
      return { function($0[0]) }
    }
  }

  /// A range within an axis, with at least one place.
  private static func range(_ d: Draw, _ length: Int) -> Range<Int> {
    let start = d(0, length - 1)
    return start..<start + d(1, length - start)
  }

  static let arrangements: [GradientCase] = [
    arranged("reshaped and flattened") { d, shape in
      let from = d.option("from", 0, shape.count)
      return { x in
        x.reshaped([-1, shape[0]]).reshaped(shape).flattened(from: from).reshaped(x.count, 1)
      }
    },
    arranged("expanded and squeezed", rank: 0) { d, shape in
      let at = d.option("at", 0, shape.count)
      return { $0.expanded(axis: at).sin().squeezed(axis: at) }
    },
    arranged("permuted") { d, shape in
      let order = d.pick("order", [d.random.permutation(shape.count)])
      return { $0.permuted(order) }
    },
    GradientCase("permuted by names of axes") { d in
      d.input([d(1, 3), d(1, 3), d(1, 3)])
      return { $0[0].permuted(2, 0, 1) }
    },
    arranged("transposed", rank: 2) { d, shape in
      let (i, j) = (d.axis(shape.count), d.axis(shape.count))
      return { $0.transposed(i, j) * 2 }
    },
    arranged("flipped") { d, shape in
      let (axes, axis) = (d.axes(shape.count), d.axis(shape.count))
      return { $0.flipped(axes: axes).flipped(axis: axis) }
    },
    GradientCase("broadcast") { d in
      let whole = d.shape()
      d.input(d.part(of: whole))
      return { $0[0].broadcast(to: whole) }
    },
    arranged("subscript") { d, shape in
      let ranges = shape.map { range(d, $0) }
      let place = d(-shape[0], shape[0] - 1)
      return { x in
        switch shape.count {
        case 1: x[ranges[0]]
        case 2: x[0..., ranges[1]] * 2 + x[place, ranges[1]]
        case 3:
          x[ranges[0], ranges[1].lowerBound...ranges[1].upperBound - 1, ...ranges[2].lowerBound]
        default: x[place, ranges[1], ..<ranges[2].upperBound, ranges[3]]
        }
      }
    },
    GradientCase("setting a part by subscript") { d in
      let (m, n) = (d(1, 4), d(1, 4))
      let (rows, columns) = (range(d, m), range(d, n))
      d.input([m, n])
      d.input(d.part(of: [rows.count, columns.count]))
      return { v in
        var x = v[0]
        x[rows, columns] = v[1] * 2
        return x * v[0]
      }
    },
    arranged("padded") { d, shape in
      let widths = shape.map { _ in (before: d(0, 2), after: d(0, 2)) }
      let value = d.pick("value", [0.0, 1.5])
      return { $0.padded(widths, with: value) }
    },
    arranged("padded images", rank: 2) { d, _ in
      let (width, value) = (d.option("width", 0, 2), d.pick("value", [0.0, -1]))
      return { $0.padded(width, with: value) }
    },
    arranged("rolled") { d, shape in
      let (distance, axis) = (d.option("by", -5, 5), d.axis(shape.count))
      return { $0.rolled(by: distance, axis: axis) }
    },
    arranged("shifted", rank: 2) { d, _ in
      let (dx, dy) = (d.option("dx", -2, 2), d.option("dy", -2, 2))
      return { $0.shifted(dx: dx, dy: dy) + $0 }
    },
    arranged("strided") { d, shape in
      let (step, axis) = (d.option("step", 1, 3), d.axis(shape.count))
      let taken = range(d, shape[axis < 0 ? axis + shape.count : axis])
      return { $0.strided(by: step, axis: axis, from: taken.lowerBound, to: taken.upperBound) }
    },
    GradientCase("concatenate") { d in
      let shape = d.shape(rank: 1)
      let axis = d.axis(shape.count)
      for _ in 0..<d(1, 3) {
        var part = shape
        part[axis < 0 ? axis + shape.count : axis] = d(1, 3)
        d.input(part)
      }
      return { .concatenate($0, axis: axis) }
    },
    GradientCase("stack") { d in
      let shape = d.shape(rank: 0, 3)
      let axis = d.option("axis", 0, shape.count)
      for _ in 0..<d(1, 3) { d.input(shape) }
      return { .stack($0, axis: axis) }
    },
    arranged("rows") { d, shape in
      let wanted = d.shape(rank: 0, 2)
      let count = wanted.reduce(1, *)
      let places = (0..<count).map { _ in Double(d(0, shape[0] - 1)) }
      let indices = Tensor(places, shape: wanted)
      return { $0.rows(at: indices) * 2 + $0.rows(at: places.map { Int($0) }).sum() }
    },
    arranged("gather") { d, shape in
      let axis = d.axis(shape.count)
      var wanted = shape
      let a = axis < 0 ? axis + shape.count : axis
      wanted[a] = d(1, 4)
      let places = (0..<wanted.reduce(1, *)).map { _ in Double(d(0, shape[a] - 1)) }
      let indices = Tensor(places, shape: wanted)
      return { $0.gather(axis: axis, indices: indices) }
    },
    GradientCase("windows") { d in
      let (k, p) = (d.size("kernel", 1, 3), d.size("padding", 0, 1))
      let s = d.size("stride", 1, 2)
      d.input([d(1, 2), d(1, 2), d(k.height, 5), d(k.width, 5)])
      return { $0[0].windows(k, stride: s, padding: p) }
    },
    GradientCase("matmul") { d in
      let (m, k, n) = (d(1, 4), d(1, 4), d(1, 4))
      let front = d.shape(rank: 0, 2)
      let shapes = d.pick(
        "form",
        [
          [[k], [k]], [[m, k], [k]], [[k], [k, n]], [d.part(of: front) + [m, k], [k]],
          [[k], d.part(of: front) + [k, n]],
          [d.part(of: front) + [m, k], d.part(of: front) + [k, n]],
          [front + [m, k], front + [k, n]],
        ])
      for shape in shapes { d.input(shape) }
      return { matmul($0[0], $0[1]) + $0[0].matmul($0[1]) }
    },
    GradientCase("matmul with itself") { d in
      d.input([d(1, 4), d(1, 4)])
      return { matmul($0[0], $0[0].transposed()) }
    },
  ]
}
