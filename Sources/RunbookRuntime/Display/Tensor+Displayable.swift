extension Tensor: Displayable {
  /// The most elements whose numbers are kept beside the text, for comparison by meaning.
  private static let keptElements = 4096

  /// Shape and elements as text; a long tensor shows its beginning and end.
  public var outputs: [Output] {
    [
      .value(
        ValueOutput(
          text: description, type: "Tensor", shape: shape,
          numbers: count <= Self.keptElements ? Samples(floats) : nil))
    ]
  }
}
