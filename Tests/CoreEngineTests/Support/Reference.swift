import CoreEngine
import Foundation
import Testing

/// One case computed by PyTorch: see References/README.md.
struct Reference: Sendable, CustomTestStringConvertible {
  struct Values: Decodable, Sendable {
    let shape: [Int]
    let data: [Double]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      shape = try container.decode([Int].self, forKey: .shape)
      // Scalars may be written as a number instead of a list of one.
      if let list = try? container.decode([Double].self, forKey: .data) {
        data = list
      } else {
        data = [try container.decode(Double.self, forKey: .data)]
      }
    }

    private enum Keys: String, CodingKey { case shape, data }

    func tensor(_ dtype: DType) -> Tensor { Tensor(data, shape: shape, dtype: dtype) }
  }

  /// An option of an operation: whatever JSON allows.
  enum Attribute: Decodable, Sendable {
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([Attribute])
    case null

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let value = try? container.decode(Bool.self) {
        self = .bool(value)
      } else if let value = try? container.decode(Double.self) {
        self = .number(value)
      } else if let value = try? container.decode(String.self) {
        self = .text(value)
      } else {
        self = .list(try container.decode([Attribute].self))
      }
    }

    var number: Double? {
      if case .number(let value) = self { return value }
      return nil
    }
    var text: String? {
      if case .text(let value) = self { return value }
      return nil
    }
    var flag: Bool? {
      if case .bool(let value) = self { return value }
      return nil
    }
    var list: [Attribute]? {
      if case .list(let value) = self { return value }
      return nil
    }
    /// A number, or two, as an extent.
    var size: Size? {
      if let value = number { return Size(Int(value), Int(value)) }
      guard let list, !list.isEmpty else { return nil }
      let numbers = list.compactMap { $0.number.map { Int($0) } }
      return numbers.count == 1 ? Size(numbers[0], numbers[0]) : Size(numbers[0], numbers[1])
    }
    var integer: Int? { number.map { Int($0) } ?? list?.first?.integer }
  }

  private struct File: Decodable {
    let name: String?
    let op: String
    let attrs: [String: Attribute]?
    let inputs: [String: Values]
    let output, upstream: Values?
    let grads: [String: Values]?
    let trajectory: [Values]?
    let parameters: [String: Values]?
    let losses: [Double]?
    let finalOutput: Values?
  }

  let name: String
  let op: String
  let attributes: [String: Attribute]
  let inputs: [String: Values]
  let output, upstream: Values?
  let gradients: [String: Values]
  let trajectory: [Values]
  let parameters: [String: Values]
  let losses: [Double]
  let finalOutput: Values?

  var testDescription: String { name }

  init(path: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let file = try JSONDecoder().decode(File.self, from: data)
    name = file.name ?? path
    op = file.op
    attributes = file.attrs ?? [:]
    inputs = file.inputs
    (output, upstream) = (file.output, file.upstream)
    gradients = file.grads ?? [:]
    trajectory = file.trajectory ?? []
    parameters = file.parameters ?? [:]
    losses = file.losses ?? []
    finalOutput = file.finalOutput
  }

  /// The folder named by REFERENCES, or the project's own copy.
  static let folder: String =
    ProcessInfo.processInfo.environment["REFERENCES"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("References").path

  /// All cases of the folder, in the order of their names.
  static let all: [Reference] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".json") }.sorted().map { file in
      do {
        return try Reference(path: "\(folder)/\(file)")
      } catch {
        fatalError("\(folder)/\(file): \(error)")
      }
    }
  }()

  func tensor(_ input: String, _ dtype: DType) -> Tensor {
    guard let values = inputs[input] else { fatalError("\(name): no input \(input)") }
    return values.tensor(dtype)
  }
}

/// The greatest error of `found`, relative to the size of what was expected (at least 1).
func relativeError(_ found: Tensor, _ expected: Reference.Values) -> Double {
  guard found.shape == expected.shape else { return .infinity }
  var worst = 0.0
  for (a, b) in zip(found.values, expected.data) {
    if a.isNaN && b.isNaN || a == b { continue }
    let error = abs(a - b) / max(1, abs(b))
    if !(error <= worst) { worst = error }
  }
  return worst
}
