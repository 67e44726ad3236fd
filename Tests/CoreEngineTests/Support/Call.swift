import CoreEngine

/// Why a case could not be run.
struct ReferenceFailure: Error, CustomStringConvertible {
  let description: String
  init(_ reference: Reference, _ what: String) { description = "\(reference.name): \(what)" }
}

/// One run of a case's operation: its operands and its options.
struct Call {
  let reference: Reference
  let inputs: [String: Tensor]
  let options: Options

  init(_ reference: Reference, _ inputs: [String: Tensor]) {
    self.reference = reference
    self.inputs = Dictionary(inputs.map { (plain($0), $1) }) { first, _ in first }
    options = Options(reference.attributes)
  }

  /// The operand under the first of these names that is there.
  func optional(_ names: String...) -> Tensor? { names.lazy.compactMap { self.inputs[$0] }.first }

  /// The operand under the first of these names that is there.
  func operand(_ names: String...) throws -> Tensor {
    guard let found = names.lazy.compactMap({ inputs[$0] }).first else {
      throw ReferenceFailure(reference, "no input \(names[0]) among \(inputs.keys.sorted())")
    }
    return found
  }

  /// The only or first operand.
  func x() throws -> Tensor { try operand("input", "x", "a", "self", "logits", "scores", "tensor") }

  /// The second operand of two.
  func y() throws -> Tensor { try operand("b", "other", "y", "exponent", "target", "input2") }

  /// The operands of concatenate and stack, in the order of their names.
  var all: [Tensor] {
    inputs.sorted { ($0.key.count, $0.key) < ($1.key.count, $1.key) }.map(\.value)
  }

  /// One axis or several; nil for all.
  var axes: [Int]? { options("axis", "axes", "dim", "dims")?.flattened.map { Int($0) } }
  func axis(or fallback: Int) -> Int { axes?.first ?? fallback }
  var keepDims: Bool { options("keepdims", "keepdim")?.flag ?? false }
  var epsilon: Double { options("epsilon", "eps")?.number ?? 1e-5 }
  var reduction: Reduction {
    get throws {
      guard let name = options("reduction", "reduce")?.text else { return .mean }
      guard let reduction = Reduction(rawValue: name) else {
        throw ReferenceFailure(reference, "unknown reduction \(name)")
      }
      return reduction
    }
  }

  var stride: Size? { options("stride", "strides")?.size }
  var dilation: Size { options("dilation", "dilations")?.size ?? Size(1, 1) }
  var groups: Int { options.integer("groups", or: 1) }
  var kernel: Size {
    get throws {
      guard let size = options("kernel", "kernelsize", "window", "windowsize")?.size else {
        throw ReferenceFailure(reference, "no kernel")
      }
      return size
    }
  }
  var ceilMode: Bool { options("ceilmode", "ceil")?.flag ?? false }
  var countPadding: Bool { options("countincludepad", "countpadding")?.flag ?? true }

  /// The padding as a number of pixels on each side; "same" and "valid" for a kernel of given size.
  func padding(for kernel: Size? = nil) throws -> Size {
    guard let attribute = options("padding", "pad", "pads") else { return Size(0, 0) }
    if let size = attribute.size { return size }
    switch (attribute.text, kernel) {
    case ("valid", _): return Size(0, 0)
    case ("same", let kernel?):
      let spans = Size(
        dilation.height * (kernel.height - 1), dilation.width * (kernel.width - 1))
      if spans.height % 2 == 0 && spans.width % 2 == 0 {
        return Size(spans.height / 2, spans.width / 2)
      }
    default: break
    }
    throw ReferenceFailure(reference, "padding \(attribute)")
  }
}

extension Reference {
  /// Runs the operation on given inputs.
  /// - Returns: its results by name, `output` first of all.
  /// - Throws: `ReferenceFailure` for an operation, an option or an input that is not known.
  func run(_ inputs: [String: Tensor]) throws -> [String: Tensor] {
    let call = Call(self, inputs)
    for family in [
      elementwiseCall, reductionCall, arrangementCall, imageCall, normalisationCall, lossCall,
      sequenceCall, scheduleCall,
    ] {
      guard let results = try family(call) else { continue }
      if let option = call.options.unknown.first {
        throw ReferenceFailure(self, "\(op) has no option \(option)")
      }
      return results
    }
    throw ReferenceFailure(self, "unknown operation \(op)")
  }
}
