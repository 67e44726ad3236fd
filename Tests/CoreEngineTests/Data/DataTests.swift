import CoreEngine
import Foundation
import Testing

@Suite struct DataTests {
  /// A folder that goes away with the test.
  final class Folder {
    let path = NSTemporaryDirectory() + "engine-\(UUID().uuidString)"
    init() {
      try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    func write(_ name: String, _ bytes: [UInt8]) {
      _ = FileManager.default.createFile(atPath: "\(path)/\(name)", contents: Data(bytes))
    }
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test("the bundled sets have the documented shapes and ranges")
  func bundled() {
    let mnist = MNIST()
    #expect(mnist.train.images.shape == [4000, 1, 28, 28] && mnist.train.labels.shape == [4000])
    #expect(mnist.test.images.shape == [1000, 1, 28, 28])
    #expect(mnist.train.images.max().item == 1 && mnist.train.images.min().item == 0)
    for digit in 0..<10 { #expect(mnist.train.labels.values.count { $0 == Double(digit) } == 400) }
    #expect(mnist.test[3].image.shape == [1, 28, 28] && (0...9).contains(mnist.test[3].label))
    #expect(Digits().train.images.shape == [1500, 1, 8, 8] && Digits().test.count == 297)
    #expect(Digits().train.images.max().item == 1)
    #expect(Photograph.camera.shape == [1, 512, 512])
    #expect(Photograph.chelsea.shape == [3, 300, 451])
  }

  @Test("a folder in MNIST's own format loads, plain files before compressed ones")
  func ownFolder() throws {
    let folder = Folder()
    for (part, count) in [("train", 3), ("t10k", 2)] {
      let size = UInt8(count)
      folder.write(
        "\(part)-images-idx3-ubyte",
        [0, 0, 8, 3, 0, 0, 0, size, 0, 0, 0, 2, 0, 0, 0, 2]
          + [UInt8](repeating: 51, count: count * 4))
      folder.write(
        "\(part)-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, size] + (0..<size).map { $0 })
    }
    let set = try MNIST(directory: folder.path)
    #expect(set.train.images.shape == [3, 1, 2, 2] && set.test.labels.values == [0, 1])
    #expect(set.train[2].label == 2 && set.train[0].image.values[0] > 0.19)
  }

  @Test("a damaged, short or mismatched file is named, with what was expected and found")
  func damage() {
    let folder = Folder()
    folder.write("short", [0, 0, 8, 1, 0, 0, 0, 9, 1, 2])
    folder.write("magic", [0x89, 0x50, 0x4e, 0x47, 1, 1, 1, 1])
    folder.write("rank", [0, 0, 8, 1, 0, 0, 0, 1, 5])
    folder.write("gzip", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3])
    folder.write("huge", [0, 0, 8, 3] + [UInt8](repeating: 0xff, count: 12))
    folder.write("empty", [])
    let at = { (name: String) in "\(folder.path)/\(name)" }
    #expect(
      message { _ = try IDX.read(at("short")) }
        == "\(at("short")): error: expected 9 bytes for shape [9], found 2 bytes")
    #expect(
      message { _ = try IDX.read(at("magic")) }
        == "\(at("magic")): error: expected IDX of unsigned bytes (magic number 0x000008 and the "
        + "number of axes), found 0x89504e47")
    #expect(
      message { _ = try IDX.read(at("rank"), rank: 3) }
        == "\(at("rank")): error: expected 3 axes, found 1")
    #expect(message { _ = try IDX.read(at("gzip")) }.contains("the compressed data"))
    #expect(message { _ = try IDX.read(at("huge")) }.contains("too many bytes for shape"))
    #expect(message { _ = try IDX.read(at("empty")) }.contains("found 0 bytes"))
    #expect(
      message { _ = try IDX.read(at("missing")) }
        == "\(at("missing")): error: No such file or directory")
    #expect(message { _ = try IDX.read(folder.path) }.contains("Is a directory"))
    #expect(message { _ = try MNIST(directory: "/nowhere") }.contains("/nowhere/train-images"))
    #expect(message { _ = try Photograph.read(at("magic")) }.contains("not a PNG file"))
  }

  @Test("a table may begin with a byte order mark or with names, end its lines in either way")
  func tables() throws {
    let folder = Folder()
    let at = { (name: String) in "\(folder.path)/\(name)" }
    folder.write("mark.csv", [0xef, 0xbb, 0xbf] + Array("1, 2\r\n3,\t4\r\n\r\n".utf8))
    #expect(try CSV.read(at("mark.csv")) == Tensor([[1, 2], [3, 4]]))
    folder.write("names.csv", Array("x,y\n1,nan\n-inf,1e3".utf8))
    let values = try CSV.read(at("names.csv"), hasHeader: true).values
    #expect(values[0] == 1 && values[1].isNaN && values[2] == -.infinity && values[3] == 1000)
    #expect(
      message { _ = try CSV.read(at("names.csv")) }
        == "\(at("names.csv")):1: error: expected a number in column 1, found \"x\"")
    folder.write("short.csv", Array("1,2\n3\n".utf8))
    #expect(
      message { _ = try CSV.read(at("short.csv")) }
        == "\(at("short.csv")):2: error: expected 2 columns, found 1")
    folder.write("bytes.csv", [0xff, 0xfe, 44, 49])
    #expect(message { _ = try CSV.read(at("bytes.csv")) }.contains("a number in column 1"))
    folder.write("empty.csv", [])
    #expect(try CSV.read(at("empty.csv")).shape == [0, 0])
  }
}
