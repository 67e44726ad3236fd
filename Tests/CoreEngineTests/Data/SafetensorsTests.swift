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
}
