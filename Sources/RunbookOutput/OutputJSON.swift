public import FoundationEssentials

/// How outputs are written as JSON: one way for the pipe, the cache and `results.json`.
///
/// Numbers that JSON cannot express, infinities and NaN, are written as strings.
public enum OutputJSON {
  /// Returns the JSON of `value`, keys in order.
  ///
  /// - Parameter pretty: whether it is set for readers and for comparison line by line, ended by a
  ///   newline.
  public static func encode(_ value: some Encodable, pretty: Bool = false) throws -> Data {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(value)
    return pretty ? Data(JSONLayout.pretty([UInt8](json))) : json
  }

  /// Returns the value that `json` stands for.
  ///
  /// - Throws: `DecodingError` when it does not stand for a `Value`.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from json: some Sequence<UInt8>
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(json))
  }
}
