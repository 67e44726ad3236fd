import CoreEngine
import Testing

/// What `Sequential` runs as one operation is the same as its layers one by one.
@Suite struct BlockTests {
  static let rows: [@Sendable (Random) -> [any Model]] = [
    { [Conv2D(3, 5, kernel: 3, padding: 1, random: $0), ReLU(), MaxPool2D(2)] },
    { [Conv2D(3, 4, kernel: 5, random: $0), Sigmoid(), AvgPool2D(2)] },
    { [Conv2D(3, 7, kernel: 3, stride: 2, random: $0), Tanh()] },
    { [Conv2D(3, 6, kernel: 3, bias: false, random: $0), MaxPool2D(3, stride: 2)] },
    { [Conv2D(3, 6, kernel: 3, groups: 3, random: $0), ReLU(), AvgPool2D(3, stride: 1)] },
    { [Conv2D(3, 2, kernel: 9, padding: 4, random: $0), ReLU(), MaxPool2D(Size(1, 3))] },
    // What a block cannot take runs behind it.
    { [Conv2D(3, 4, kernel: 3, random: $0), AvgPool2D(2), Tanh()] },
    { [Conv2D(3, 4, kernel: 3, random: $0), Tanh(), Sigmoid(), AvgPool2D(2)] },
    { [Conv2D(3, 4, kernel: 3, random: $0), Sigmoid(), AvgPool2D(3, padding: 1)] },
    { [Conv2D(3, 4, kernel: 3, random: $0), Conv2D(4, 2, kernel: 3, random: $0), Tanh()] },
    { [Conv2D(3, 4, kernel: 3, random: $0), GELU(), AvgPool2D(2, ceilMode: true)] },
  ]

  @Test("value, gradients and second gradients agree", arguments: rows.indices, [1, 3, 18])
  func agrees(_ row: Int, batch: Int) {
    let models = Self.rows[row](Random(seed: UInt64(row)))
    let joined = Sequential(models)
    for named in joined.parameters {
      named.parameter.value = named.parameter.value.converted(to: .float64)
    }
    let x = Random(seed: 9).normal([batch, 3, 12, 13], dtype: .float64)
    let apart = { (x: Tensor) in models.reduce(x) { $1($0) } }
    #expect(joined(x) == apart(x))
    let values = [joined.parameters.map(\.parameter.value)].flatMap { $0 }
    let loss = { (y: Tensor) in (y * y + y).sum() }
    let first = valueAndGradient(at: joined.parameters) { loss(joined(x)) }.gradient
    let second = valueAndGradient(at: joined.parameters) { loss(apart(x)) }.gradient
    for (a, b) in zip(first.values, second.values) { #expect(distance(a, b) < 1e-9) }
    #expect(values.count == first.values.count)
    let dx = gradient(at: x) { loss(joined($0)) }
    #expect(distance(dx, gradient(at: x) { loss(apart($0)) }) < 1e-9)
    if batch == 1 {
      let u = gradient(at: x) { gradient(at: $0) { loss(joined($0)) }.squared().sum() }
      let v = gradient(at: x) { gradient(at: $0) { loss(apart($0)) }.squared().sum() }
      #expect(distance(u, v) < 1e-8)
    }
  }
}
