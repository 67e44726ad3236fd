extension Tensor: Displayable {
  /// The maximum number of elements whose numbers are kept beside the text, for comparison by
  /// meaning.
  static let keptElements = 4096

  /// Shape and elements; of a long tensor its beginning and end, with minimum, mean and maximum.
  public var outputs: [Output] {
    let excerpt = TensorExcerpt(shape: shape)
    let isKept = count <= Self.keptElements
    return [
      .value(
        ValueOutput(
          text: description, type: "Tensor", shape: shape,
          numbers: isKept ? Samples(floats) : nil,
          excerpt: isKept ? nil : Samples(excerpt.positions.map { Float(element(at: $0)) }),
          dtype: dtype == .float32 ? nil : dtype.description,
          summary: excerpt.isWhole || count == 0 ? nil : TensorSummary(values)))
    ]
  }
}
