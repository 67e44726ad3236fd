extension Tensor {
  /// A scalar.
  /// - Parameters:
  ///   - value: its value.
  ///   - dtype: its number type.
  /// - Returns: shape `[]`.
  public init(_ value: Double, dtype: DType = .float32) {
    self.init(repeating: value, shape: [], dtype: dtype)
  }

  /// A tensor whose elements are all `value`.
  ///
  /// - Parameters:
  ///   - value: of every element.
  ///   - shape: the lengths of the axes, each 0 or more.
  ///   - dtype: the number type.
  public init(repeating value: Double, shape: [Int], dtype: DType = .float32) {
    require(shape.allSatisfy { $0 >= 0 }, "Tensor: a length is negative in shape \(shape)")
    self.init(uninitialized: shape, dtype: dtype)
    Kernels.fill(storage, with: value)
  }

  /// A tensor of given elements in row-major order.
  /// - Parameters:
  ///   - values: the elements.
  ///   - shape: the lengths of the axes; one axis when left out.
  ///   - dtype: the number type.
  /// - Precondition: the product of `shape` is the number of values.
  public init(_ values: [Double], shape: [Int]? = nil, dtype: DType = .float32) {
    let shape = shape ?? [values.count]
    require(
      shape.allSatisfy { $0 >= 0 } && elementCount(shape) == values.count,
      "Tensor: \(values.count) values do not fill shape \(shape)")
    self.init(uninitialized: shape, dtype: dtype)
    switch dtype {
    case .float32:
      let target = pointer.assumingMemoryBound(to: Float.self)
      for (i, value) in values.enumerated() { target[i] = Float(value) }
    case .float64:
      let target = pointer.assumingMemoryBound(to: Double.self)
      for (i, value) in values.enumerated() { target[i] = value }
    }
  }

  /// A float32 tensor of given elements in row-major order.
  ///
  /// - Parameters:
  ///   - values: the elements.
  ///   - shape: the lengths of the axes; one axis when left out.
  /// - Precondition: the product of `shape` is the number of values.
  @_disfavoredOverload
  public init(_ values: [Float], shape: [Int]? = nil) {
    let shape = shape ?? [values.count]
    require(
      shape.allSatisfy { $0 >= 0 } && elementCount(shape) == values.count,
      "Tensor: \(values.count) values do not fill shape \(shape)")
    self.init(uninitialized: shape, dtype: .float32)
    values.withUnsafeBytes { bytes in
      if let from = bytes.baseAddress { pointer.copyMemory(from: from, byteCount: bytes.count) }
    }
  }

  /// A tensor of integers, class labels for instance, stored as floating point.
  ///
  /// - Parameters:
  ///   - values: the elements; float32 holds them exactly up to 2^24.
  ///   - dtype: the number type.
  /// - Returns: shape `[values.count]`.
  @_disfavoredOverload
  public init(_ values: [Int], dtype: DType = .float32) {
    self.init(values.map(Double.init), dtype: dtype)
  }

  /// A matrix given by its rows, `Tensor([[1, 2], [3, 4]])`.
  ///
  /// - Parameters:
  ///   - rows: the elements.
  ///   - dtype: the number type.
  /// - Returns: shape `[rows.count, rows[0].count]`.
  /// - Precondition: all rows have the same length.
  public init(_ rows: [[Double]], dtype: DType = .float32) {
    let width = rows.first?.count ?? 0
    require(
      rows.allSatisfy { $0.count == width }, "Tensor: rows have lengths \(rows.map { $0.count })")
    self.init(rows.flatMap { $0 }, shape: [rows.count, width], dtype: dtype)
  }

  /// A stack of matrices, such as the channels of an image.
  ///
  /// - Parameters:
  ///   - matrices: each by its rows.
  ///   - dtype: the number type.
  /// - Returns: shape `[matrices.count, rows, columns]`.
  /// - Precondition: all have the same shape.
  public init(_ matrices: [[[Double]]], dtype: DType = .float32) {
    self = Tensor.stack(matrices.map { Tensor($0, dtype: dtype) })
  }

  /// A stack of stacks of matrices, such as a batch of images.
  ///
  /// - Parameters:
  ///   - stacks: each as a list of matrices.
  ///   - dtype: the number type.
  /// - Returns: shape `[stacks.count, matrices, rows, columns]`.
  /// - Precondition: all have the same shape.
  public init(_ stacks: [[[[Double]]]], dtype: DType = .float32) {
    self = Tensor.stack(stacks.map { Tensor($0, dtype: dtype) })
  }

  /// Zeros.
  ///
  /// - Parameters:
  ///   - shape: the lengths of the axes.
  ///   - dtype: the number type.
  public static func zeros(_ shape: [Int], dtype: DType = .float32) -> Tensor {
    Tensor(repeating: 0, shape: shape, dtype: dtype)
  }

  /// Ones.
  ///
  /// - Parameters:
  ///   - shape: the lengths of the axes.
  ///   - dtype: the number type.
  public static func ones(_ shape: [Int], dtype: DType = .float32) -> Tensor {
    Tensor(repeating: 1, shape: shape, dtype: dtype)
  }

  /// Zeros of the shape and number type of `other`.
  public static func zeros(like other: Tensor) -> Tensor { zeros(other.shape, dtype: other.dtype) }

  /// Ones of the shape and number type of `other`.
  public static func ones(like other: Tensor) -> Tensor { ones(other.shape, dtype: other.dtype) }

  /// The identity matrix.
  ///
  /// - Parameters:
  ///   - size: rows and columns.
  ///   - dtype: the number type.
  /// - Returns: shape `[size, size]`.
  public static func identity(_ size: Int, dtype: DType = .float32) -> Tensor {
    var values = [Double](repeating: 0, count: size * size)
    for i in 0..<size { values[i * size + i] = 1 }
    return Tensor(values, shape: [size, size], dtype: dtype)
  }

  /// The integers of `range`, as a tensor of the number type `dtype`, shape `[range.count]`.
  public static func range(_ range: Range<Int>, dtype: DType = .float32) -> Tensor {
    Tensor(range.map(Double.init), dtype: dtype)
  }

  /// `count` numbers from `start` to `end` at equal distances, both ends included.
  ///
  /// - Parameters:
  ///   - start: the first number.
  ///   - end: the last number.
  ///   - count: how many; 1 gives `start` alone.
  ///   - dtype: the number type.
  /// - Returns: shape `[count]`.
  public static func linear(
    from start: Double, to end: Double, count: Int, dtype: DType = .float32
  ) -> Tensor {
    let step = count > 1 ? (end - start) / Double(count - 1) : 0
    return Tensor((0..<count).map { start + step * Double($0) }, dtype: dtype)
  }

  /// Uniform random numbers in `range`, from the process-wide generator unless another is given;
  /// see `setSeed(_:)` and `Random.uniform(_:in:dtype:)`.
  /// - Returns: shape `shape`.
  public static func uniform(
    _ shape: [Int], in range: Range<Double> = 0..<1, dtype: DType = .float32,
    random: Random = .shared
  ) -> Tensor {
    random.uniform(shape, in: range, dtype: dtype)
  }

  /// Normally distributed random numbers, from the process-wide generator unless another is given;
  /// see `setSeed(_:)` and `Random.normal(_:mean:standardDeviation:dtype:)`.
  /// - Returns: shape `shape`.
  public static func normal(
    _ shape: [Int], mean: Double = 0, standardDeviation: Double = 1, dtype: DType = .float32,
    random: Random = .shared
  ) -> Tensor {
    random.normal(shape, mean: mean, standardDeviation: standardDeviation, dtype: dtype)
  }

  /// The same with a shorter label; see `normal(_:mean:standardDeviation:dtype:random:)`.
  /// - Returns: shape `shape`.
  public static func normal(
    _ shape: [Int], mean: Double = 0, deviation: Double, dtype: DType = .float32,
    random: Random = .shared
  ) -> Tensor {
    random.normal(shape, mean: mean, standardDeviation: deviation, dtype: dtype)
  }
}
