/// CIFAR-10: colour images 32x32 in ten classes, from the binary version's files.
///
/// Source: A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
public struct CIFAR10: Sendable {
  /// Images `[count, 3, 32, 32]` with values 0...1, labels `[count]`.
  public let train, test: Dataset

  /// The names of the classes, by label.
  public static let classes = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  /// Reads `data_batch_1.bin` … `data_batch_5.bin` and `test_batch.bin` from a folder.
  /// - Throws: `DataError`, when a file is missing or is not a row of records; see `read(_:)`.
  public init(directory: String) throws {
    let parts = try (1...5).map { try Self.read("\(directory)/data_batch_\($0).bin") }
    train = Dataset(
      inputs: Tensor.concatenate(parts.map(\.inputs)),
      targets: Tensor.concatenate(parts.map(\.targets)))
    test = try Self.read("\(directory)/test_batch.bin")
  }

  /// Reads one file: records of a label byte and 3,072 bytes of red, green and blue planes.
  ///
  /// - Returns: images `[count, 3, 32, 32]` with values 0...1, labels `[count]`.
  /// - Throws: `DataError`: `unreadable`; `wrongLength` when it is not a row of whole records;
  ///   `mismatch` for a label above 9, with the number of its record.
  public static func read(_ path: String) throws -> Dataset {
    let file = try DataFile(path: path)
    let size = 3073
    guard !file.bytes.isEmpty, file.bytes.count % size == 0 else {
      throw DataError(
        file: path,
        reason: .wrongLength(
          expected: "a multiple of \(size) bytes", found: "\(file.bytes.count) bytes"))
    }
    let count = file.bytes.count / size
    let images = Tensor(uninitialized: [count, 3, 32, 32], dtype: .float32)
    let target = images.pointer.assumingMemoryBound(to: Float.self)
    var labels: [Int] = []
    for i in 0..<count {
      let label = file.bytes[i * size]
      guard label < 10 else {
        throw DataError(
          file: path,
          reason: .mismatch(expected: "labels 0 to 9", found: "\(label) in record \(i)"))
      }
      labels.append(Int(label))
      for j in 0..<3072 { target[i * 3072 + j] = Float(file.bytes[i * size + 1 + j]) / 255 }
    }
    return Dataset(inputs: images, targets: Tensor(labels))
  }
}
