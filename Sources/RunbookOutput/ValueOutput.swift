/// The value of an expression, written as text.
public struct ValueOutput: OutputPayload {
  /// The displayed text; may have several lines.
  public var text: String
  /// The value's Swift type, for example `Tensor` or `[Int]`.
  public var type: String
  /// The shape of a tensor or of nested arrays, outermost axis first; `nil` for any other value.
  public var shape: [Int]?
  /// The numbers behind the text if there are few enough to keep, for comparison by meaning.
  public var numbers: Samples?
  /// For a tensor with too many numbers to keep: those selected by `TensorExcerpt`.
  public var excerpt: Samples?
  /// A tensor's number type if it is not the default, `float64`.
  public var dtype: String?
  /// Statistics of a tensor if not all of its elements are shown.
  public var summary: TensorSummary?
  /// The number of elements of a collection if its text does not show them all.
  public var count: Int?

  public init(
    text: String, type: String, shape: [Int]? = nil, numbers: Samples? = nil,
    excerpt: Samples? = nil, dtype: String? = nil, summary: TensorSummary? = nil, count: Int? = nil
  ) {
    self.text = text
    self.type = type
    self.shape = shape
    self.numbers = numbers
    self.excerpt = excerpt
    self.dtype = dtype
    self.summary = summary
    self.count = count
  }
}

extension ValueOutput {
  public var output: Output { .value(self) }
}
