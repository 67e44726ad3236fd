/// How a layer's weights begin.
///
/// - `fanIn`: numbers that enter one output; `fanOut`: outputs that one input enters, times the
///   kernel's area.
public struct Initialiser: Sendable {
  private let make: @Sendable (_ shape: [Int], _ fanIn: Int, _ fanOut: Int, Random) -> Tensor

  /// An initialiser of your own.
  /// - Parameter make: from the shape of the weights, fanIn, fanOut and a source of random numbers,
  ///   the weights in float32.
  public init(
    _ make: @escaping @Sendable (_ shape: [Int], _ fanIn: Int, _ fanOut: Int, Random) -> Tensor
  ) {
    self.make = make
  }

  package func callAsFunction(
    _ shape: [Int], fanIn: Int, fanOut: Int, random: Random = .shared
  ) -> Tensor {
    make(shape, fanIn, fanOut, random)
  }

  /// Uniform in ±1/√fanIn: what PyTorch's Conv and Linear layers begin with (Kaiming uniform with
  /// a = √5), weights and biases alike.
  public static let standard = Initialiser { shape, fanIn, _, random in
    uniform(shape, bound: 1 / Double(max(1, fanIn)).squareRoot(), random)
  }

  /// Uniform in ±√(6 / fanIn), for layers before a ReLU.
  ///
  /// Source: He, Zhang, Ren and Sun, arXiv:1502.01852.
  public static let kaimingUniform = Initialiser { shape, fanIn, _, random in
    uniform(shape, bound: (6 / Double(max(1, fanIn))).squareRoot(), random)
  }

  /// Normal with standard deviation √(2 / fanIn), for layers before a ReLU.
  ///
  /// Source: He, Zhang, Ren and Sun, arXiv:1502.01852.
  public static let kaimingNormal = Initialiser { shape, fanIn, _, random in
    random.normal(shape, standardDeviation: (2 / Double(max(1, fanIn))).squareRoot())
  }

  /// Uniform in ±√(6 / (fanIn + fanOut)).
  ///
  /// Source: Glorot and Bengio, AISTATS 2010.
  public static let glorotUniform = Initialiser { shape, fanIn, fanOut, random in
    uniform(shape, bound: (6 / Double(max(1, fanIn + fanOut))).squareRoot(), random)
  }

  /// Normal with standard deviation √(2 / (fanIn + fanOut)).
  ///
  /// Source: Glorot and Bengio, AISTATS 2010.
  public static let glorotNormal = Initialiser { shape, fanIn, fanOut, random in
    random.normal(shape, standardDeviation: (2 / Double(max(1, fanIn + fanOut))).squareRoot())
  }

  /// Zeros.
  public static let zeros = Initialiser { shape, _, _, _ in .zeros(shape) }

  private static func uniform(_ shape: [Int], bound: Double, _ random: Random) -> Tensor {
    random.uniform(shape, in: -bound..<bound.nextUp)
  }
}
