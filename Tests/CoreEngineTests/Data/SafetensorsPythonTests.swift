import CoreEngine
import Foundation
import Testing

/// Our files read by Python's own package, and its files read by us. `PYTHON` names another Python.
@Suite struct SafetensorsPythonTests {
  private static let python = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"
  private static let isThere =
    (try? Subprocess([python, "-c", "import numpy, safetensors.numpy"]).status == 0) ?? false

  @Test(
    "the Python package reads what we write and we read what it writes",
    .enabled(if: isThere, "Python's safetensors and numpy are not installed (see PYTHON)"))
  func bothWays() throws {
    let stem = NSTemporaryDirectory() + "engine-\(UUID().uuidString)"
    let (ours, theirs) = ("\(stem)-ours.safetensors", "\(stem)-theirs.safetensors")
    defer { for path in [ours, theirs] { try? FileManager.default.removeItem(atPath: path) } }
    let values = Random(seed: 4).normal([2, 3, 5])
    try Safetensors.write(
      [("conv.weight", values), ("이름 \"x\"", Tensor([1, -0.5, 3], dtype: .float64))], to: ours)
    let script = """
      import sys, numpy, safetensors.numpy as s
      found = s.load_file(sys.argv[1])
      for name in sorted(found):
          print(name, found[name].dtype, list(found[name].shape), found[name].sum(dtype="f8"))
      found["more"] = numpy.arange(6, dtype="f4").reshape(3, 2) / 4
      for kind in ["f2", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "?"]:
          found["type " + kind] = numpy.array([[0, 1, 100]]).astype(kind)
      found["empty"] = numpy.zeros((2, 0, 3), dtype="f8")
      s.save_file(found, sys.argv[2])
      """
    let result = try Subprocess([Self.python, "-c", script, ours, theirs])
    try #require(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("conv.weight float32 [2, 3, 5] "))
    let sum = try #require(Double(lines[0].split(separator: " ").last.map(String.init) ?? ""))
    #expect(abs(sum - values.converted(to: .float64).sum().item) < 1e-9)
    #expect(lines[1] == "이름 \"x\" float64 [3] 3.5")
    let back = try Safetensors.read(theirs)
    let found = Dictionary(uniqueKeysWithValues: back.map { ($0.name, $0.tensor) })
    #expect(back.count == 14 && back.map(\.name) == back.map(\.name).sorted())
    #expect(found["conv.weight"] == values && found["more"]?.shape == [3, 2])
    #expect(found["more"]?.values == [0, 0.25, 0.5, 0.75, 1, 1.25])
    #expect(found["empty"]?.shape == [2, 0, 3] && found["이름 \"x\""]?.values == [1, -0.5, 3])
    for (name, tensor) in found where name.hasPrefix("type ") {
      #expect(tensor.values == [0, 1, name.hasSuffix("?") ? 1 : 100], "\(name)")
    }
  }
}
