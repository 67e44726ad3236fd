/// Examples: inputs and what is to be said about them, in the same order.
public struct Dataset: @unchecked Sendable {  // no lock: tensors are values
  /// Shape `[count, …]`; images are `[count, channels, height, width]`.
  public var inputs: Tensor
  /// Class labels `[count]`, or a target of any shape `[count, …]`.
  public var targets: Tensor

  /// A data set of given tensors.
  ///
  /// - Parameters:
  ///   - inputs: shape `[count, …]`.
  ///   - targets: class labels `[count]`, or a target of any shape `[count, …]`.
  /// - Precondition: as many inputs as targets.
  public init(inputs: Tensor, targets: Tensor) {
    require(
      inputs.rank >= 1 && targets.rank >= 1 && inputs.shape[0] == targets.shape[0],
      "Dataset: inputs \(inputs.signature), targets \(targets.signature)")
    self.inputs = inputs
    self.targets = targets
  }

  /// The number of examples.
  public var count: Int { inputs.shape[0] }
  /// The inputs, when they are images: `[count, channels, height, width]`.
  public var images: Tensor { inputs }
  /// The targets, when they are class labels: `[count]`.
  public var labels: Tensor { targets }
  /// Whether the targets are class labels: one integer per example.
  public var isLabelled: Bool { targets.rank == 1 }

  /// One example.
  public struct Example: @unchecked Sendable {  // no lock: tensors are values
    /// The input without the batch axis.
    public let input: Tensor
    /// The target without the batch axis.
    public let target: Tensor
    /// The input, when it is an image: `[channels, height, width]`.
    public var image: Tensor { input }
    /// The target as a class label.
    public var label: Int { Int(target.item) }
  }

  /// The example at a position.
  public subscript(position: Int) -> Example {
    Example(input: inputs[position], target: targets[position])
  }

  /// The examples in a range of positions.
  public subscript(positions: Range<Int>) -> Dataset {
    Dataset(inputs: inputs[positions], targets: targets[positions])
  }

  /// The examples at given positions, in that order.
  public func batch(_ positions: [Int]) -> Dataset {
    Dataset(inputs: inputs.rows(at: positions), targets: targets.rows(at: positions))
  }

  /// Mini-batches one after the other, the last of which may be smaller.
  ///
  ///     for part in data.batches(of: 32, random: Random(seed: 1)) { … part.inputs, part.targets … }
  ///
  /// - Parameters:
  ///   - size: examples in a batch, 1 or more.
  ///   - random: where the order of the examples comes from; their own order when nil.
  /// - Returns: a sequence that makes each batch when it is asked for.
  public func batches(of size: Int, random: Random? = nil) -> some Sequence<Dataset> {
    require(size >= 1, "batches: of \(size) examples")
    let order = random?.permutation(count)
    return stride(from: 0, to: count, by: size).lazy.map { start in
      let positions = start..<Swift.min(count, start + size)
      return order.map { batch(Array($0[positions])) } ?? self[positions]
    }
  }

  /// The same examples in another number type.
  public func converted(to dtype: DType) -> Dataset {
    Dataset(inputs: inputs.converted(to: dtype), targets: targets.converted(to: dtype))
  }

  /// The examples in random order.
  public func shuffled(random: Random = .shared) -> Dataset { batch(random.permutation(count)) }

  /// The first `count` examples, and the others.
  /// - Precondition: there are as many.
  public func split(first count: Int) -> (Dataset, Dataset) {
    require(count >= 0 && count <= self.count, "split: first \(count) of \(self.count) examples")
    return (self[0..<count], self[count..<self.count])
  }

  /// A share of the examples and the others, drawn at random.
  /// - Parameters:
  ///   - share: of the first part, 0...1; the number of examples is rounded.
  ///   - random: where the order comes from.
  /// - Returns: two data sets that have every example once between them.
  public func split(_ share: Double, random: Random = .shared) -> (Dataset, Dataset) {
    shuffled(random: random).split(first: Int((Double(count) * share).rounded()))
  }
}
