import CoreEngine
import Testing

/// An operation whose gradient is checked at points, shapes and options drawn at random.
struct GradientCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// Draws operands and options, and returns the operation as a function of the operands.
  let draw: @Sendable (Draw) -> ([Tensor]) -> Tensor
  var testDescription: String { name }

  init(_ name: String, _ draw: @escaping @Sendable (Draw) -> ([Tensor]) -> Tensor) {
    self.name = name
    self.draw = draw
  }

  static let all: [GradientCase] =
    elementwise + reductions + arrangements + convolutions + pooling + layers + losses
}

/// Draws one case's operands and options from a seed, and keeps note of them.
final class Draw {
  let random: Random
  private(set) var inputs: [Tensor] = []
  private var options: [String] = []

  init(seed: UInt64) { random = Random(seed: seed) }

  /// What was drawn: `[2, 3] [4], stride 2`.
  var note: String {
    let shapes = inputs.map { "\($0.shape)" }.joined(separator: " ")
    return ([shapes] + options).joined(separator: ", ")
  }

  /// A whole number, both ends included.
  func callAsFunction(_ low: Int, _ high: Int) -> Int { random.integer(in: low..<high + 1) }

  /// The next operand, uniform in `range`.
  func input(_ shape: [Int], in range: Range<Double> = -2..<2) {
    inputs.append(random.uniform(shape, in: range, dtype: .float64))
  }

  /// The next operand, of either sign and at least 0.05 from 0, where an operation has a bend.
  func inputAwayFromZero(_ shape: [Int], below high: Double = 2) {
    let size = random.uniform(shape, in: 0.05..<high, dtype: .float64)
    let sign = random.uniform(shape, in: -1..<1, dtype: .float64).sign()
    inputs.append(size * sign)
  }

  /// The next operand, all of whose elements stand at least 0.01 apart.
  func inputWithoutTies(_ shape: [Int]) {
    let count = shape.reduce(1, *)
    let order = random.permutation(count).map { Double($0) * 0.05 - Double(count) * 0.025 }
    let noise = random.uniform(shape, in: 0..<0.04, dtype: .float64)
    inputs.append(Tensor(order, shape: shape, dtype: .float64) + noise)
  }

  /// A number that is not differentiated.
  func number(_ name: String, _ range: Range<Double>) -> Double {
    let value = (random.uniform([], in: range, dtype: .float64).item * 100).rounded() / 100
    options.append("\(name) \(value)")
    return value
  }

  /// A tensor that is not differentiated.
  func constant(_ shape: [Int], in range: Range<Double> = -2..<2) -> Tensor {
    random.uniform(shape, in: range, dtype: .float64)
  }

  /// One of several values of an option.
  func pick<T>(_ name: String, _ values: [T]) -> T {
    let value = values[random.integer(in: 0..<values.count)]
    options.append("\(name) \(value)")
    return value
  }

  /// An option that is a whole number, both ends included.
  func option(_ name: String, _ low: Int, _ high: Int) -> Int {
    let value = self(low, high)
    options.append("\(name) \(value)")
    return value
  }

  /// An option that holds or not.
  func flag(_ name: String) -> Bool { pick(name, [false, true]) }

  /// An option with a value for each image axis.
  func size(_ name: String, _ low: Int, _ high: Int) -> Size {
    let value = Size(self(low, high), self(low, high))
    options.append("\(name) \(value)")
    return value
  }

  /// A shape of `low` to `high` axes of 1 to 4 places.
  func shape(rank low: Int = 0, _ high: Int = 4) -> [Int] {
    (0..<self(low, high)).map { _ in self(1, 4) }
  }

  /// An axis of a shape, counted from either end.
  func axis(_ rank: Int) -> Int { option("axis", -rank, rank - 1) }

  /// Some axes of a shape, in any order, at least one.
  func axes(_ rank: Int) -> [Int] {
    let chosen = Array(random.permutation(rank).prefix(self(1, rank)))
      .map { self(0, 1) == 0 ? $0 : $0 - rank }
    options.append("axes \(chosen)")
    return chosen
  }

  /// A shape that broadcasts to `target`: axes missing in front, and some of length 1.
  func part(of target: [Int]) -> [Int] {
    target.dropFirst(self(0, target.count)).map { self(0, 3) == 0 ? 1 : $0 }
  }
}
