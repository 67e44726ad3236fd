/// Which units of a layer feed which units of the next one.
public struct Connections: Sendable {
  /// For a number of inputs: the inputs of each output, each with the number of its weight; equal
  /// numbers are one shared weight, `nil` is a weight of its own.
  let make: @Sendable (_ inputs: Int) -> [[(input: Int, weight: Int?)]]

  /// Every input feeds every output.
  public static func dense(_ outputs: Int) -> Self {
    Self { inputs in (0..<outputs).map { _ in (0..<inputs).map { ($0, nil) } } }
  }

  /// Each output sees a window of the inputs, all through the same weights.
  public static func convolution(kernel: Int, stride: Int = 1, padding: Int = 0) -> Self {
    window(kernel, stride, padding) { _, tap in tap }
  }

  /// Each output sees a window of the inputs through weights of its own.
  public static func locallyConnected(kernel: Int, stride: Int = 1, padding: Int = 0) -> Self {
    window(kernel, stride, padding) { _, _ in nil }
  }

  /// The entries of a matrix that are not zero; equal entries are one shared weight.
  ///
  /// - Parameter weights: shape `[outputs, inputs]`.
  /// - Precondition: 2 axes, and as many columns as the layer has inputs.
  public static func matrix(_ weights: Tensor) -> Self {
    guard weights.rank == 2 else {
      fatalError("connectivity: shape \(weights.shape) is not [outputs, inputs]")
    }
    let (values, shape) = (weights.values, weights.shape)
    let distinct = Set(values.filter { $0 != 0 }).sorted()
    let number = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
    let isShared = distinct.count < values.count { $0 != 0 }
    return Self { inputs in
      guard inputs == shape[1] else {
        fatalError("connectivity: a matrix of \(shape[1]) columns cannot take \(inputs) inputs")
      }
      return (0..<shape[0]).map { row in
        (0..<shape[1]).compactMap { column in
          let value = values[row * shape[1] + column]
          return value == 0 ? nil : (column, isShared ? number[value] : nil)
        }
      }
    }
  }

  private static func window(
    _ kernel: Int, _ stride: Int, _ padding: Int,
    weight: @escaping @Sendable (_ output: Int, _ tap: Int) -> Int?
  ) -> Self {
    guard kernel > 0, stride > 0, padding >= 0 else {
      fatalError("connectivity: kernel \(kernel), stride \(stride), padding \(padding)")
    }
    return Self { inputs in
      let outputs = (inputs + 2 * padding - kernel) / stride + 1
      guard inputs + 2 * padding >= kernel else {
        fatalError("connectivity: a kernel of \(kernel) does not fit \(inputs) inputs")
      }
      return (0..<outputs).map { output in
        (0..<kernel).compactMap { tap in
          let input = output * stride - padding + tap
          return (0..<inputs).contains(input) ? (input, weight(output, tap)) : nil
        }
      }
    }
  }
}

/// Draws which units feed which, layer by layer, inputs at the bottom.
///
/// Shared weights have one colour each. With a highlighted unit all it depends on stands out, down
/// to the inputs: its receptive field; of a highlighted input, all that depends on it.
///
/// ```swift
/// connectivity(inputs: 9, [.convolution(kernel: 3), .convolution(kernel: 3)],
///   highlight: (layer: 2, unit: 2))
/// ```
///
/// - Parameters:
///   - inputs: units of the lowest layer.
///   - layers: how each following layer is connected to the one below.
///   - highlight: a unit: its layer, 0 for the inputs, and its place in it, from 0.
///   - names: the letter of each layer's units, from the inputs on.
/// - Precondition: a highlighted unit that is there.
public func connectivity(
  inputs: Int, _ layers: [Connections], highlight: (layer: Int, unit: Int)? = nil,
  names: [String]? = nil
) -> Diagram {
  var counts = [inputs]
  var links = [[[(input: Int, weight: Int?)]]]()
  for layer in layers {
    links.append(layer.make(counts[counts.count - 1]))
    counts.append(links[links.count - 1].count)
  }
  let lit = litUnits(highlight, counts, links)
  let letters = names ?? (layers.count == 1 ? ["x", "y"] : ["x", "h", "g", "f"])
  let widest = counts.max() ?? 1
  var nodes = [Diagram.Node]()
  for (layer, count) in counts.enumerated() {
    let letter = layer < letters.count ? letters[layer] : "h"
    for unit in 0..<count {
      let text = widest <= 24 ? letter + subscripted(unit + 1) : ""
      let x = (Double(unit) + 0.5) * Double(widest) / Double(count)
      var node = Diagram.Node(
        "\(layer).\(unit)", text: text, x: x, y: Double(2 * (layers.count - layer)))
      if let lit {
        let isStart = layer == highlight?.layer && unit == highlight?.unit
        node.tone = isStart ? .color(1) : lit[layer].contains(unit) ? .color(0) : .faint
      }
      nodes.append(node)
    }
  }
  var edges = [Diagram.Edge]()
  for (layer, outputs) in links.enumerated() {
    for (output, inputs) in outputs.enumerated() {
      for (input, weight) in inputs {
        let isLit = lit.map { $0[layer].contains(input) && $0[layer + 1].contains(output) }
        let color = weight.map { Diagram.Tone.color($0) }
        edges.append(
          Diagram.Edge(
            from: "\(layer).\(input)", to: "\(layer + 1).\(output)",
            tone: isLit == false ? .faint : color ?? (isLit == true ? .color(0) : .plain),
            isArrow: false))
      }
    }
  }
  // What stands out is drawn over what does not.
  edges.sort { $0.tone == .faint && $1.tone != .faint }
  return Diagram(nodes: nodes, edges: edges)
}

/// The units of each layer that a highlighted one depends on or, for an input, that depend on it.
private func litUnits(
  _ highlight: (layer: Int, unit: Int)?, _ counts: [Int],
  _ links: [[[(input: Int, weight: Int?)]]]
) -> [Set<Int>]? {
  guard let (layer, unit) = highlight else { return nil }
  guard counts.indices.contains(layer), (0..<counts[layer]).contains(unit) else {
    fatalError("connectivity: there is no unit \(unit) in layer \(layer); layers have \(counts)")
  }
  var lit = counts.map { _ in Set<Int>() }
  lit[layer] = [unit]
  for below in (0..<layer).reversed() {
    lit[below] = Set(lit[below + 1].flatMap { links[below][$0].map(\.input) })
  }
  if layer == 0 {
    for above in links.indices {
      lit[above + 1] = Set(
        links[above].indices.filter { output in
          links[above][output].contains { lit[above].contains($0.input) }
        })
    }
  }
  return lit
}

/// `12` as `₁₂`.
private func subscripted(_ number: Int) -> String {
  String(
    String.UnicodeScalarView(
      String(number).unicodeScalars.map { UnicodeScalar($0.value - 48 + 0x2080)! }))
}
