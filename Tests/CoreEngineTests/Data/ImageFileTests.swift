import CPNG
import CoreEngine
import Foundation
import Testing

/// CIFAR-10's binary files and folders of PNG images.
@Suite struct ImageFileTests {
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch { return "\(error)" }
  }

  /// A PNG file of one grey value per channel.
  private func png(width: Int, height: Int, _ channels: [UInt8]) -> [UInt8] {
    var pixels = (0..<width * height).flatMap { _ in channels }
    var file: [UInt8] = []
    pixels.withUnsafeMutableBufferPointer { buffer in
      var image = cpng_image(
        width: UInt32(width), height: UInt32(height), bit_depth: 8,
        channels: Int32(channels.count), pixels: buffer.baseAddress)
      var bytes: UnsafeMutablePointer<UInt8>?
      var length = 0
      var message = [CChar](repeating: 0, count: 200)
      #expect(cpng_write(&image, 6, nil, 0, &bytes, &length, &message, message.count) == 0)
      file = Array(UnsafeBufferPointer(start: bytes, count: length))
      cpng_free(bytes)
    }
    return file
  }

  @Test("CIFAR-10's records are a label and three planes, in five files and one")
  func cifar() throws {
    let folder = DataTests.Folder()
    func record(_ label: UInt8, _ red: UInt8) -> [UInt8] {
      [label] + [UInt8](repeating: red, count: 1024) + [UInt8](repeating: 0, count: 1024)
        + [UInt8](repeating: 255, count: 1024)
    }
    for i in 1...5 {
      folder.write("data_batch_\(i).bin", record(UInt8(i), 51) + record(9, 102))
    }
    folder.write("test_batch.bin", record(3, 0))
    let set = try CIFAR10(directory: folder.path)
    #expect(set.train.images.shape == [10, 3, 32, 32] && set.test.images.shape == [1, 3, 32, 32])
    #expect(set.train.labels.values == [1, 9, 2, 9, 3, 9, 4, 9, 5, 9])
    #expect(set.test[0].label == 3 && CIFAR10.classes[3] == "cat")
    let image = set.train[1].image
    #expect(distance(image[0], Tensor(repeating: 0.4, shape: [32, 32])) < 1e-6)
    #expect(image[1].max().item == 0 && image[2].min().item == 1)
  }

  @Test("a CIFAR-10 file that ends within a record, or has a label above 9, is named")
  func cifarDamage() {
    let folder = DataTests.Folder()
    folder.write("short.bin", [UInt8](repeating: 0, count: 3000))
    folder.write("label.bin", [10] + [UInt8](repeating: 0, count: 3072))
    folder.write("empty.bin", [])
    let at = { (name: String) in "\(folder.path)/\(name)" }
    #expect(
      message { _ = try CIFAR10.read(at("short.bin")) }
        == "\(at("short.bin")): error: expected a multiple of 3073 bytes, found 3000 bytes")
    #expect(
      message { _ = try CIFAR10.read(at("label.bin")) }
        == "\(at("label.bin")): error: expected labels 0 to 9, found 10 in record 0")
    #expect(message { _ = try CIFAR10.read(at("empty.bin")) }.contains("found 0 bytes"))
    #expect(message { _ = try CIFAR10(directory: folder.path) }.contains("data_batch_1.bin"))
  }

  @Test("a folder of folders of PNGs is a labelled data set, in the order of the names")
  func folders() throws {
    let folder = DataTests.Folder()
    for (name, value) in [("개", UInt8(51)), ("cat", 255)] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
      for i in 0..<2 {
        folder.write(
          "\(name)/\(i).\(i == 0 ? "png" : "PNG")", png(width: 3, height: 2, [value, 0, 0]))
      }
    }
    folder.write("notes.txt", [65])
    let set = try ImageFolder(directory: folder.path)
    #expect(set.classes == ["cat", "개"] && set.data.labels.values == [0, 0, 1, 1])
    #expect(set.data.images.shape == [4, 3, 2, 3])
    #expect(set.data[0].image[0, 0, 0].item == 1 && set.data[0].image[1, 1, 2].item == 0)
    #expect(abs(set.data[3].image[0, 1, 1].item - 0.2) < 1e-6)
  }

  @Test("images of different sizes, damaged ones and none at all are named")
  func folderDamage() {
    let folder = DataTests.Folder()
    #expect(message { _ = try ImageFolder(directory: folder.path) }.contains("PNG files"))
    folder.write("a.png", png(width: 3, height: 2, [9]))
    folder.write("b.png", png(width: 2, height: 2, [9]))
    #expect(
      message { _ = try ImageFolder(directory: folder.path) }
        == "\(folder.path)/b.png: error: expected an image of shape [1, 2, 3] like "
        + "\(folder.path)/a.png, found [1, 2, 2]")
    folder.write("b.png", Array(png(width: 3, height: 2, [9]).prefix(30)))
    #expect(message { _ = try ImageFolder(directory: folder.path) }.contains("b.png: error:"))
    #expect(message { _ = try ImageFolder(directory: "/nowhere") }.contains("/nowhere: error:"))
  }

  @Test("batches cover every example once, in the data's order or in a seeded one")
  func batches() {
    let data = Dataset(inputs: .range(0..<10).reshaped(10, 1), targets: .range(0..<10))
    let plain = Array(data.batches(of: 4))
    #expect(plain.map(\.count) == [4, 4, 2] && plain[2].labels.values == [8, 9])
    let mixed = data.batches(of: 3, random: Random(seed: 2)).flatMap(\.labels.values)
    #expect(mixed != data.labels.values && mixed.sorted() == data.labels.values)
    #expect(mixed == data.batches(of: 3, random: Random(seed: 2)).flatMap(\.labels.values))
  }
}
