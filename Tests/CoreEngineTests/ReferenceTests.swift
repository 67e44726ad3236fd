import CoreEngine
import Foundation
import Testing

/// The engine against values computed by PyTorch (Tests/CoreEngineTests/References, or the folder
/// named by the environment variable REFERENCES).
@Suite struct ReferenceTests {
  private static let tolerances: [(DType, Double)] = [(.float64, 1e-9), (.float32, 1e-4)]

  @Test("values and gradients agree with PyTorch", arguments: Reference.all(.operation))
  func operation(_ reference: Reference) throws {
    for (dtype, tolerance) in Self.tolerances {
      let names = reference.inputs.keys.sorted()
      let points = names.map { reference.tensor($0, dtype) }
      var results: [String: Tensor] = [:]
      let gradients = try gradient(at: points) { variables in
        let found = try reference.run(Dictionary(uniqueKeysWithValues: zip(names, variables)))
        results = found.mapValues(\.detached)
        let y = found["output"]!
        guard let upstream = reference.upstream?.tensor(dtype) else { return y.sum() }
        try #require(
          y.shape == upstream.shape,
          "\(reference.name): output of shape \(y.shape), upstream \(upstream.shape)")
        return (y * upstream).sum()
      }
      var expected = reference.outputs
      if let output = reference.output { expected["output"] = output }
      for (name, values) in expected {
        guard let found = results[plain(name)] else {
          Issue.record("\(reference.name): \(reference.op) has no result named \(name)")
          continue
        }
        let error = relativeError(found, values)
        #expect(
          error <= tolerance,
          "\(reference.name) \(dtype): \(name) \(found.shape) off by \(error)")
      }
      for (name, values) in reference.gradients {
        guard let i = names.firstIndex(of: name) else {
          Issue.record("\(reference.name): a gradient for the unknown input \(name)")
          continue
        }
        let error = relativeError(gradients[i], values)
        #expect(
          error <= tolerance, "\(reference.name) \(dtype): gradient of \(name) off by \(error)")
      }
    }
  }

  @Test("optimizers follow PyTorch's trajectories", arguments: Reference.all(.optimizer))
  func optimizer(_ reference: Reference) throws {
    for (dtype, tolerance) in Self.tolerances {
      let optimizer = try reference.makeOptimizer()
      let w = Parameter(reference.tensor("w0", dtype))
      let (c, t) = (reference.tensor("c", dtype), reference.tensor("t", dtype))
      // The trajectory may or may not begin with the starting point.
      let steps =
        relativeError(w.value, reference.trajectory[0]) < 1e-7
        ? Array(reference.trajectory.dropFirst()) : reference.trajectory
      for (i, expected) in steps.enumerated() {
        let (_, gradients) = valueAndGradient(at: [NamedParameter("w", w)]) {
          (c * (w.value - t).squared()).sum() + w.value.sin().sum()
        }
        optimizer.update(gradients)
        let error = relativeError(w.value, expected)
        #expect(error <= tolerance, "\(reference.name) \(dtype): step \(i + 1) off by \(error)")
      }
    }
  }

  @Test("whole training runs follow PyTorch's losses", arguments: Reference.all(.training))
  func training(_ reference: Reference) throws {
    for (dtype, tolerance) in [(DType.float64, 1e-9), (.float32, 1e-3)] {
      let run = try reference.makeTraining(dtype)
      for (i, expected) in reference.losses.enumerated() {
        let (value, gradients) = valueAndGradient(at: run.model.parameters) {
          run.loss(run.model(run.x), run.y)
        }
        let error = abs(value.item - expected) / max(1, abs(expected))
        #expect(error <= tolerance, "\(reference.name) \(dtype): loss \(i) off by \(error)")
        run.optimizer.update(gradients)
      }
      if let expected = reference.finalOutput {
        let error = relativeError(run.model(run.x), expected)
        #expect(error <= tolerance, "\(reference.name) \(dtype): final output off by \(error)")
      }
    }
  }

  @Test(
    "where there is no right answer the engine stops with the operation and the shapes",
    arguments: Reference.all(.contract))
  func contract(_ reference: Reference) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [path = reference.path as String] in
      do {
        let reference = try Reference(path: path)
        _ = try reference.run(reference.inputs.mapValues { $0.tensor(.float32) })
      } catch {
        print(error)
      }
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.contains("Fatal error: ") } ?? ""
    let message = line.split(separator: "Fatal error: ", maxSplits: 1).last.map(String.init) ?? text
    print("\(reference.name): stopped with \"\(message)\"")
    for word in reference.errorWords {
      #expect(message.contains(word), "\(reference.name): \"\(message)\" does not say \"\(word)\"")
    }
    // The first operand at least must be told, whatever the case says.
    let shapes = reference.inputs.values.map { "\($0.shape)" }
    #expect(
      shapes.isEmpty || shapes.contains { message.contains($0) },
      "\(reference.name): \"\(message)\" tells no shape of \(shapes)")
  }

  @Test("an operation or an option that is not known fails by its name")
  func unknown() throws {
    func message(_ json: String) throws -> String {
      let path = NSTemporaryDirectory() + "reference-\(UUID().uuidString).json"
      defer { try? FileManager.default.removeItem(atPath: path) }
      try Data(json.utf8).write(to: URL(fileURLWithPath: path))
      let reference = try Reference(path: path)
      do {
        _ = try reference.run(reference.inputs.mapValues { $0.tensor(.float64) })
        return "nothing"
      } catch { return "\(error)" }
    }
    let tensor = #"{"shape": [1, 1], "data": [1]}"#
    let first = try message(
      #"{"name": "a", "op": "convolve9d", "inputs": {"input": \#(tensor)}, "output": \#(tensor)}"#)
    #expect(first == "a: unknown operation convolve9d")
    let second = try message(
      #"{"name": "b", "op": "relu", "attrs": {"leak": 3}, "inputs": {"input": \#(tensor)}}"#)
    #expect(second == "b: relu has no option leak")
  }

  @Test("the number of cases compared is printed")
  func count() {
    let contracts = Reference.all(.contract).count
    print(
      "compared \(Reference.all.count - contracts) reference cases and \(contracts) contracts from "
        + Reference.folder)
    #expect(!Reference.all.isEmpty)
  }
}
