/// An index of a tensor: a position or a range of positions along one axis.
///
/// `x[0]` takes away the first axis, `x[0..., 1..<3]` keeps all rows and two columns. A negative
/// position counts from the end.
public protocol TensorIndex {
  /// First position, number of positions, and whether the axis is dropped, on an axis of `length`.
  func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool)
}

extension Int: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (self < 0 ? self + length : self, 1, true)
  }
}
extension Range<Int>: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (lowerBound, count, false)
  }
}
extension ClosedRange<Int>: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (lowerBound, count, false)
  }
}
extension PartialRangeFrom<Int>: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (lowerBound, length - lowerBound, false)
  }
}
extension PartialRangeUpTo<Int>: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (0, upperBound, false)
  }
}
extension PartialRangeThrough<Int>: TensorIndex {
  public func resolved(length: Int) -> (start: Int, count: Int, dropsAxis: Bool) {
    (0, upperBound + 1, false)
  }
}

/// The part of a tensor that indices name, one axis after the other.
private struct Region {
  /// The tensor's shape.
  let full: [Int]
  /// Where the part begins, and its lengths.
  var starts, counts: [Int]
  /// The lengths without the axes that are dropped, of the axes so far.
  var kept: [Int] = []
  private var axis = 0

  init(of full: [Int]) {
    self.full = full
    starts = [Int](repeating: 0, count: full.count)
    counts = full
  }

  /// Takes the index of the next axis.
  mutating func take(_ index: some TensorIndex) {
    require(axis < full.count, "subscript: \(axis + 1) indices for shape \(full)")
    let (start, count, drops) = index.resolved(length: full[axis])
    require(
      start >= 0 && count >= 0 && start + count <= full[axis],
      "subscript: \(index) is outside axis \(axis) of shape \(full)")
    starts[axis] = start
    counts[axis] = count
    if !drops { kept.append(count) }
    axis += 1
  }

  #if !hasFeature(Embedded)
    /// Takes the indices of the first axes.
    mutating func take(_ indices: [any TensorIndex]) {
      require(
        indices.count <= full.count, "subscript: \(indices.count) indices for shape \(full)")
      for index in indices { take(index) }
    }
  #endif

  /// The shape of the part, axes without an index included.
  var shape: [Int] { kept + full[axis...] }
}

extension Tensor {
  #if hasFeature(Embedded)
    // There are no lists of values of different types: one subscript for each number of indices.

    /// The part of the tensor at a position or range of the first axis.
    public subscript(first: some TensorIndex) -> Tensor {
      get { part { $0.take(first) } }
      set { setPart(newValue) { $0.take(first) } }
    }

    /// The part of the tensor at positions or ranges of the first two axes.
    public subscript(first: some TensorIndex, second: some TensorIndex) -> Tensor {
      get {
        part {
          $0.take(first)
          $0.take(second)
        }
      }
      set {
        setPart(newValue) {
          $0.take(first)
          $0.take(second)
        }
      }
    }

    /// The part of the tensor at positions or ranges of the first three axes.
    public subscript(
      first: some TensorIndex, second: some TensorIndex, third: some TensorIndex
    ) -> Tensor {
      get {
        part {
          $0.take(first)
          $0.take(second)
          $0.take(third)
        }
      }
      set {
        setPart(newValue) {
          $0.take(first)
          $0.take(second)
          $0.take(third)
        }
      }
    }

    /// The part of the tensor at positions or ranges of the first four axes.
    public subscript(
      first: some TensorIndex, second: some TensorIndex, third: some TensorIndex,
      fourth: some TensorIndex
    ) -> Tensor {
      get {
        part {
          $0.take(first)
          $0.take(second)
          $0.take(third)
          $0.take(fourth)
        }
      }
      set {
        setPart(newValue) {
          $0.take(first)
          $0.take(second)
          $0.take(third)
          $0.take(fourth)
        }
      }
    }
  #else
    /// The part of the tensor at given positions or ranges, one per axis from the first on.
    ///
    /// Setting replaces that part; the new value is broadcast to its shape. Both are differentiable.
    /// - Precondition: no more indices than axes, and all within the axes' lengths.
    public subscript(indices: any TensorIndex...) -> Tensor {
      get { part { $0.take(indices) } }
      set { setPart(newValue) { $0.take(indices) } }
    }
  #endif

  private func part(_ choose: (inout Region) -> Void) -> Tensor {
    var region = Region(of: shape)
    choose(&region)
    return slice(starts: region.starts, counts: region.counts).reshaped(region.shape)
  }

  private mutating func setPart(_ value: Tensor, _ choose: (inout Region) -> Void) {
    var region = Region(of: shape)
    choose(&region)
    let part = value.broadcast(to: region.shape).reshaped(region.counts)
    self = replacingSlice(starts: region.starts, with: part)
  }
}
