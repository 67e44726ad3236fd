import CoreEngine
import Foundation
import Testing

@Suite struct SafetensorsTests {
  private let path = NSTemporaryDirectory() + "engine-\(UUID().uuidString).safetensors"

  private func message(_ bytes: [UInt8]) -> String {
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      _ = try Safetensors.read(path)
      return "no error"
    } catch { return "\(error)" }
  }

  private func file(_ header: String, _ numbers: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 8)
    bytes[0] = UInt8(header.utf8.count & 0xff)
    bytes[1] = UInt8(header.utf8.count >> 8)
    return bytes + Array(header.utf8) + [UInt8](repeating: 0, count: numbers)
  }

  @Test("a model comes back bit for bit, running statistics included")
  func roundTrip() throws {
    func make(_ seed: UInt64) -> Sequential {
      let random = Random(seed: seed)
      return Sequential {
        Conv2D(1, 2, kernel: 3, random: random)
        BatchNorm2D(2)
        Flatten()
        Dense(8, 3, random: random)
      }
    }
    let (a, b) = (make(1), make(2))
    _ = inTraining { a(.uniform([3, 1, 4, 4])) }
    try a.save(to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try b.load(from: path)
    #expect(zip(a.state, b.state).allSatisfy { $0.parameter.value == $1.parameter.value })
    let names = try Safetensors.read(path).map(\.name)
    #expect(names.contains("1.running_mean") && names.count == 8)
    #expect(throws: DataError.self) { try Sequential { Dense(2, 2) }.load(from: path) }
  }

  @Test("the file is laid out as the format says")
  func layout() throws {
    try Safetensors.write([("a", Tensor([1, 2])), ("b", Tensor(3, dtype: .float64))], to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = [UInt8](FileManager.default.contents(atPath: path)!)
    let length = Int(bytes[0])
    #expect(length % 8 == 0 && bytes.count == 8 + length + 16)
    #expect(
      String(decoding: bytes[8..<8 + length], as: UTF8.self).hasPrefix(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
          + "\"b\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[8,16]}}"))
  }

  @Test("a wrong or hostile file is refused with a reason")
  func hostile() {
    #expect(message([1, 2, 3]).contains("a safetensors header of 8 bytes"))
    #expect(message([UInt8](repeating: 255, count: 16)).contains("a header of at most 8 bytes"))
    #expect(message(file("{\"a\":", 0)).contains("a JSON header"))
    #expect(message(file(String(repeating: "[", count: 4000), 0)).contains("nested too deep"))
    let entry = { (shape: String, offsets: String) in
      "{\"a\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}"
    }
    #expect(message(file(entry("[2]", "[0,8]"), 8)) == "no error")
    #expect(message(file(entry("[2]", "[0,8]"), 4)).contains("within 4 bytes"))
    #expect(message(file(entry("[3]", "[0,8]"), 8)).contains("of shape [3]"))
    #expect(message(file(entry("[-1]", "[0,8]"), 8)).contains("dtype, shape and data_offsets"))
    #expect(
      message(file(entry("[9223372036854775807,4]", "[0,8]"), 8)).contains("data_offsets"))
    #expect(message(file(entry("[2]", "[0,8]"), 12)).contains("8 bytes of numbers"))
    #expect(message(file(entry("[1]", "[4,8]"), 8)).contains("one after the other"))
  }
  @Test("overlaps, gaps, repeated names and text that is not UTF-8 are refused with a reason")
  func hostileParts() {
    func two(_ first: String, _ second: String, names: (String, String) = ("a", "b")) -> String {
      "{\"\(names.0)\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":\(first)},"
        + "\"\(names.1)\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":\(second)}}"
    }
    #expect(message(file(two("[0,8]", "[8,16]"), 16)) == "no error")
    #expect(message(file(two("[0,8]", "[4,12]"), 12)).contains("a part at 4 after 8"))
    #expect(message(file(two("[0,8]", "[0,8]"), 8)).contains("a part at 0 after 8"))
    #expect(message(file(two("[0,8]", "[12,20]"), 20)).contains("a part at 12 after 8"))
    #expect(message(file(two("[8,0]", "[0,8]"), 8)).contains("offsets [8, 0]"))
    #expect(message(file(two("[-8,0]", "[0,8]"), 8)).contains("offsets [-8, 0]"))
    #expect(message(file(two("[0,8,9]", "[0,8]"), 8)).contains("dtype, shape and data_offsets"))
    #expect(
      message(file(two("[0,8]", "[8,16]", names: ("a", "a")), 16)).contains("the name a twice"))
    var bytes = file(two("[0,8]", "[8,16]", names: ("x", "y")), 16)
    bytes[10] = 0xff
    #expect(message(bytes).contains("a string that is not UTF-8"))
    let huge =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,0],\"data_offsets\":[0,0]}}"
    #expect(message(file(huge, 0)).contains("of shape [4294967296, 4294967296, 0]"))
    let fraction = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,6]}}"
    #expect(message(file(fraction, 6)).contains("dtype, shape and data_offsets"))
    #expect(message(file("[1]", 0)).contains("a JSON object"))
    #expect(message(file("{} {}", 0)).contains("more than one value"))
    #expect(message(file("{\"\\ud800x\":1}", 0)).contains("a wrong \\u"))
    let type = "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}"
    #expect(
      message(file(type, 1)).contains("one of the types F64, F32, F16, BF16")
        && message(file(type, 1)).contains("found F8_E4M3"))
    // A name as Python's json module would write it, and metadata, which is passed over.
    let face =
      "{\"__metadata__\":{\"format\":\"pt\"},\"\\ud83d\\ude42\":"
      + "{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}"
    #expect(message(file(face, 4)) == "no error")
  }

  @Test("every prefix of a file, and every file with one byte changed, is read or refused")
  func mutations() throws {
    try Safetensors.write([("a", Tensor([1, 2])), ("b", Tensor(3, dtype: .float64))], to: path)
    let bytes = [UInt8](FileManager.default.contents(atPath: path)!)
    for count in 0..<bytes.count { #expect(message(Array(bytes[..<count])) != "no error") }
    let random = Random(seed: 6)
    for _ in 0..<500 {
      var changed = bytes
      for _ in 0...random.integer(in: 0..<2) {
        changed[random.integer(in: 0..<bytes.count)] = UInt8(random.integer(in: 0..<256))
      }
      _ = message(changed)  // must return
    }
  }

  @Test("half and brain floats, whole numbers and truth values come as numbers, exactly")
  func otherTypes() throws {
    func read(_ type: String, _ count: Int, _ numbers: [UInt8]) throws -> Tensor {
      let size = numbers.count
      let header =
        "{\"a\":{\"dtype\":\"\(type)\",\"shape\":[\(count)],\"data_offsets\":[0,\(size)]}}"
      let bytes = file(header, 0) + numbers
      _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
      defer { try? FileManager.default.removeItem(atPath: path) }
      return try Safetensors.read(path)[0].tensor
    }
    // 1, -2, the greatest 65504, the least 2^-24, the least normal 2^-14, infinity, -0
    let half = try read(
      "F16", 7, [0, 0x3c, 0, 0xc0, 0xff, 0x7b, 1, 0, 0, 4, 0, 0x7c, 0, 0x80])
    #expect(half.values == [1, -2, 65504, 0x1p-24, 0x1p-14, .infinity, 0])
    #expect(half.dtype == .float32 && half.values[6].sign == .minus)
    #expect(try read("F16", 1, [1, 0x7e]).item.isNaN)
    let brain = try read("BF16", 3, [0x80, 0x3f, 0x40, 0xc0, 0x80, 0xff])
    #expect(brain.values == [1, -3, -.infinity])
    #expect(try read("I8", 2, [0xff, 5]).values == [-1, 5])
    #expect(try read("U8", 2, [0xff, 5]).values == [255, 5])
    #expect(try read("BOOL", 2, [0, 1]).values == [0, 1])
    #expect(try read("I16", 1, [0xfe, 0xff]).values == [-2])
    #expect(try read("U16", 1, [0xfe, 0xff]).values == [65534])
    let wide = try read("I32", 1, [0xff, 0xff, 0xff, 0x7f])
    #expect(wide.values == [2_147_483_647] && wide.dtype == .float64)
    #expect(try read("U32", 1, [0xff, 0xff, 0xff, 0xff]).values == [4_294_967_295])
    #expect(try read("I64", 1, [0, 0, 0, 0, 0, 0, 0, 0x80]).values == [-0x1p63])
    #expect(try read("U64", 1, [3, 0, 0, 0, 0, 0, 0, 0]).values == [3])
    #expect(throws: DataError.self) { try read("I64", 1, [1, 0, 0, 0, 0, 0, 0, 0x40]) }
  }

  @Test("a name that occurs twice is not written")
  func repeatedNames() {
    let one = Tensor([1])
    for names in [["a", "a"], ["__metadata__"]] {
      #expect(throws: DataError.self) {
        try Safetensors.write(names.map { ($0, one) }, to: path)
      }
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("loading says which names are missing, too much, or of another shape, and changes nothing")
  func mismatches() throws {
    let model = Sequential { Dense(2, 3) }
    let before = model.parameters.map(\.parameter.value)
    defer { try? FileManager.default.removeItem(atPath: path) }
    func message(_ tensors: [(name: String, tensor: Tensor)]) throws -> String {
      try Safetensors.write(tensors, to: path)
      do {
        try model.load(from: path)
        return "no error"
      } catch { return "\(error)" }
    }
    let (weight, bias) = (Tensor.zeros([3, 2]), Tensor.zeros([3]))
    #expect(try message([("0.weight", weight)]).contains("none of the name 0.bias"))
    #expect(
      try message([("0.weight", weight), ("0.bias", bias), ("head", bias)]).contains(
        "unknown head"))
    #expect(
      try message([("0.weight", weight.transposed()), ("0.bias", bias)])
        == "\(path): error: expected shape [3, 2] for 0.weight, found [2, 3]")
    #expect(zip(before, model.parameters).allSatisfy { $0 == $1.parameter.value })
    // float64 numbers are taken into a float32 model.
    #expect(
      try message([("0.weight", weight.converted(to: .float64)), ("0.bias", bias)]) == "no error")
    #expect(model.dtype == .float32 && model.parameters[0].parameter.value == weight)
  }
}
