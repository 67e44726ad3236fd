public import FoundationEssentials

/// The JSON form of outputs, shared by the pipe, the cache and `results.json`.
///
/// Numbers that JSON cannot express, infinities and NaN, are written as strings.
public enum OutputJSON {
  /// Returns the JSON of `value`, keys in order.
  ///
  /// - Parameter pretty: whether the JSON is formatted for readers and for line-by-line comparison,
  ///   with a newline at the end.
  public static func encode(_ value: some Encodable, pretty: Bool = false) throws -> Data {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(value)
    return pretty ? Data(JSONLayout.pretty([UInt8](json))) : json
  }

  /// Returns the value encoded in `json`.
  ///
  /// - Throws: `DecodingError` when it does not encode a `Value`.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from json: some Sequence<UInt8>
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(json))
  }
}
