/// The value of an expression, written as text.
public struct ValueOutput: OutputPayload {
  /// The text that the reader sees; may have several lines.
  public var text: String
  /// The value's Swift type, for example `Tensor` or `[Int]`.
  public var type: String
  /// The shape of a tensor or of nested arrays, outermost axis first; `nil` for anything else.
  public var shape: [Int]?
  /// The numbers behind the text where there are few enough to keep, for comparison by meaning.
  public var numbers: Samples?
  /// Of a tensor whose numbers are too many to keep: those that `TensorExcerpt` names.
  public var excerpt: Samples?
  /// A tensor's number type where it is not the usual one, `float64`.
  public var dtype: String?
  /// A tensor in a few numbers, if not all of its elements are shown.
  public var summary: TensorSummary?
  /// How many elements a collection has whose text does not show them all.
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
