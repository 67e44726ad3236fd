/// Handwritten digits, 28x28, in grey values 0...1.
///
/// Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits".
public struct MNIST: Sendable {
  /// Images `[count, 1, 28, 28]` and labels `[count]`.
  public let train, test: Dataset

  /// The data set that comes with the engine: 4,000 training and 1,000 test images of MNIST (CC
  /// BY-SA 3.0).
  public init() {
    do {
      self = try Self(name: "mnist-5k") { try DataFile(resource: "mnist-5k/\($0).gz") }
    } catch {
      fatalError("MNIST: \(error)")
    }
  }

  /// A data set in a folder, in MNIST's own format and file names
  /// (`train-images-idx3-ubyte`, `t10k-labels-idx1-ubyte` …), each plain or with `.gz`.
  ///
  /// - Throws: `DataError`, when a file is missing, damaged, or does not go with the others.
  public init(directory: String) throws {
    try self.init(name: directory) { file in
      let plain = "\(directory)/\(file)"
      return try DataFile(path: DataFile.exists(plain) ? plain : "\(plain).gz")
    }
  }

  private init(name: String, open: (String) throws -> DataFile) throws {
    func load(_ part: String) throws -> Dataset {
      let imageFile = try open("\(part)-images-idx3-ubyte")
      let labelFile = try open("\(part)-labels-idx1-ubyte")
      let images = try IDX.decode(imageFile, rank: 3)
      let labels = try IDX.decode(labelFile, rank: 1)
      guard images.shape[0] == labels.shape[0] else {
        throw DataError(
          file: labelFile.name,
          reason: .mismatch(
            expected: "\(images.shape[0]) labels, one per image of \(imageFile.name)",
            found: "\(labels.shape[0])"))
      }
      if let wrong = labels.values.first(where: { $0 > 9 }) {
        throw DataError(
          file: labelFile.name,
          reason: .mismatch(expected: "labels 0 to 9", found: "\(Int(wrong))"))
      }
      let shape = [images.shape[0], 1, images.shape[1], images.shape[2]]
      return Dataset(inputs: (images * (1 / 255)).reshaped(shape), targets: labels)
    }
    train = try load("train")
    test = try load("t10k")
  }
}
