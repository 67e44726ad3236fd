import Foundation
import RunbookOutput

/// An output as JSON, of which one place at a time can be changed.
struct JSONTree {
  /// A place in the tree: keys of objects, and indices of arrays as text.
  struct Path {
    var keys: [String]

    /// The keys without indices, as `columns.title`.
    var name: String { keys.filter { Int($0) == nil }.joined(separator: ".") }
  }

  private var root: Any

  init(_ output: Output) throws {
    root = try JSONSerialization.jsonObject(with: OutputJSON.encode(output))
  }

  func decoded() throws -> Output {
    try OutputJSON.decode(Output.self, from: JSONSerialization.data(withJSONObject: root))
  }

  /// All places with a string, a number or a truth value.
  var leaves: [Path] { Self.paths(in: root, []).filter { !isContainer(value(at: $0)) } }

  /// All members of objects.
  var members: [Path] { Self.paths(in: root, []).filter { Int($0.keys.last ?? "0") == nil } }

  /// The trees with another value at `path`; some of them may stand for no output.
  func mutations(of path: Path) -> [JSONTree] {
    others(value(at: path)).map { setting(path.keys[...], to: $0) }
  }

  func removing(_ path: Path) -> JSONTree { setting(path.keys[...], to: nil) }

  private func isContainer(_ value: Any) -> Bool { value is [String: Any] || value is [Any] }

  private func value(at path: Path) -> Any {
    path.keys.reduce(root) { value, key in
      (value as? [String: Any])?[key] ?? (value as? [Any])?[Int(key) ?? 0] ?? NSNull()
    }
  }

  private func setting(_ keys: ArraySlice<String>, to new: Any?) -> JSONTree {
    var tree = self
    tree.root = Self.setting(keys, to: new, in: root)
    return tree
  }

  private static func setting(_ keys: ArraySlice<String>, to new: Any?, in value: Any) -> Any {
    guard let key = keys.first else { return new ?? NSNull() }
    let rest = keys.dropFirst()
    if var object = value as? [String: Any], let member = object[key] {
      object[key] = rest.isEmpty ? new : setting(rest, to: new, in: member)
      return object
    }
    if var array = value as? [Any], let index = Int(key) {
      array[index] = setting(rest, to: new, in: array[index])
      return array
    }
    return value
  }

  private static func paths(in value: Any, _ keys: [String]) -> [Path] {
    let own = keys.isEmpty ? [] : [Path(keys: keys)]
    if let object = value as? [String: Any] {
      return own + object.keys.sorted().flatMap { paths(in: object[$0]!, keys + [$0]) }
    }
    if let array = value as? [Any] {
      return own + array.indices.flatMap { paths(in: array[$0], keys + [String($0)]) }
    }
    return own
  }

  /// Other values of the same type: cases of our enums among them, and other runs of numbers.
  private func others(_ value: Any) -> [Any] {
    if let number = value as? NSNumber, !(value is String) {
      return isBoolean(number)
        ? [!number.boolValue] : [number.doubleValue + 1, number.intValue + 1]
    }
    guard let text = value as? String else { return [] }
    if text == "nan" { return [1] }
    if let samples = try? OutputJSON.decode(Samples.self, from: OutputJSON.encode(text)),
      !samples.values.isEmpty,
      let other = try? JSONSerialization.jsonObject(
        with: OutputJSON.encode(Samples([samples.values[0] + 1] + samples.values.dropFirst())),
        options: .fragmentsAllowed)
    {
      return [other]
    }
    let cases =
      TextOutput.Stream.all + ImageGrid.ColorMap.allCases.map(\.rawValue)
      + Plot.Series.Style.allCases.map(\.rawValue) + ["box", "circle", "markdown", "latex", "exit"]
    return [text + "x"] + cases.filter { $0 != text }
  }

  private func isBoolean(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
  }
}

extension TextOutput.Stream {
  static let all = ["stdout", "stderr"]
}
