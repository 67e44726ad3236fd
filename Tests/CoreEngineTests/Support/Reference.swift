import CoreEngine
import Foundation
import Testing

/// One case computed by PyTorch: see References/README.md.
struct Reference: Sendable, CustomTestStringConvertible {
  /// A tensor as `{"shape": …, "data": …}`, as a number, or as lists within lists.
  struct Values: Decodable, Sendable {
    let shape: [Int]
    let data: [Double]

    init(from decoder: any Decoder) throws {
      if let container = try? decoder.container(keyedBy: Keys.self) {
        let written = try container.decodeIfPresent([Int].self, forKey: .shape)
        if let list = try? container.decode([Double].self, forKey: .data) {
          (shape, data) = (written ?? [list.count], list)
        } else {
          let nested = try container.decode(Attribute.self, forKey: .data)
          (shape, data) = (written ?? nested.shape, nested.flattened)
        }
      } else {
        let nested = try Attribute(from: decoder)
        (shape, data) = (nested.shape, nested.flattened)
      }
      guard elementCount(shape) == data.count else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "\(data.count) numbers for shape \(shape)"))
      }
    }

    private enum Keys: String, CodingKey { case shape, data }

    func tensor(_ dtype: DType) -> Tensor { Tensor(data, shape: shape, dtype: dtype) }
  }

  private struct File: Decodable {
    let name: String?
    let op: String
    let attrs: [String: Attribute]?
    let inputs: [String: Values?]?
    let output, upstream: Values?
    let outputs: [String: Values?]?
    let grads: [String: Values?]?
    let trajectory: [Values]?
    let parameters: [String: Values]?
    let losses: [Double]?
    let finalOutput: Values?
    let error: Attribute?
  }

  let path: String
  let name: String
  /// The operation's name in lower case without `_` and `-`.
  let op: String
  let attributes: [String: Attribute]
  let inputs: [String: Values]
  let output, upstream: Values?
  /// Further results by name, such as a recurrent layer's last states.
  let outputs: [String: Values]
  let gradients: [String: Values]
  let trajectory: [Values]
  let parameters: [String: Values]
  let losses: [Double]
  let finalOutput: Values?
  /// Words that must stand in the engine's last text, for a case at which it has to stop.
  let errorWords: [String]

  var testDescription: String { name }

  init(path: String) throws {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true  // NaN and Infinity, as Python writes them
    let file = try decoder.decode(File.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    self.path = path
    name = file.name ?? URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    op = plain(file.op)
    attributes = file.attrs ?? [:]
    inputs = (file.inputs ?? [:]).compactMapValues { $0 }
    (output, upstream) = (file.output, file.upstream)
    outputs = (file.outputs ?? [:]).compactMapValues { $0 }
    gradients = (file.grads ?? [:]).compactMapValues { $0 }
    trajectory = file.trajectory ?? []
    parameters = file.parameters ?? [:]
    losses = file.losses ?? []
    finalOutput = file.finalOutput
    errorWords = file.error?.text.map { [$0] } ?? file.error?.list?.compactMap(\.text) ?? []
  }

  /// What a case is about.
  enum Kind: Sendable { case operation, optimizer, training, contract }

  var kind: Kind {
    if ["optimizer", "optim"].contains(op) || !trajectory.isEmpty { return .optimizer }
    if ["training", "train"].contains(op) || !losses.isEmpty { return .training }
    // Without a result there is nothing to compare: the engine has to refuse.
    return output == nil && outputs.isEmpty ? .contract : .operation
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

  static func all(_ kind: Kind) -> [Reference] { all.filter { $0.kind == kind } }

  func tensor(_ input: String, _ dtype: DType) -> Tensor {
    guard let values = inputs[input] else { fatalError("\(name): no input \(input)") }
    return values.tensor(dtype)
  }
}

/// A name in lower case without what separates its words: `max_pool2d`, `maxPool2d`, `MaxPool2D`.
func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

/// The greatest error of `found`, relative to the size of what was expected (at least 1).
func relativeError(_ found: Tensor, _ expected: Reference.Values) -> Double {
  guard found.shape == expected.shape else { return .infinity }
  var worst = 0.0
  for (a, b) in zip(found.values, expected.data) {
    if a.isNaN && b.isNaN || a == b { continue }
    let error = abs(a - b) / max(1, abs(b))
    if error.isNaN { return .infinity }  // a NaN or an infinity on one side only
    worst = max(worst, error)
  }
  return worst
}
