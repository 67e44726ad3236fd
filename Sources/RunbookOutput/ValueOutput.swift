/// The value of an expression, written as text.
public struct ValueOutput: Codable, Hashable, Sendable {
  /// What the reader sees; may have several lines.
  public var text: String
  /// The value's Swift type, for example `Tensor` or `[Int]`.
  public var type: String
  /// The shape of a tensor, outermost axis first; `nil` for anything else.
  public var shape: [Int]?
  /// The numbers behind the text where there are few enough to keep, for comparison by meaning.
  public var numbers: Samples?

  public init(text: String, type: String, shape: [Int]? = nil, numbers: Samples? = nil) {
    self.text = text
    self.type = type
    self.shape = shape
    self.numbers = numbers
  }
}
