internal import Glibc

/// PNG images in a folder, one folder a class: `cats/1.png`, `dogs/1.png`.
public struct ImageFolder: Sendable {
  /// Images `[count, channels, height, width]` with values 0...1, labels by the classes' order.
  public let data: Dataset
  /// The classes: the names of the folders, sorted. Empty when the images lie in the folder itself,
  /// which then all have label 0.
  public let classes: [String]

  /// The images of a folder, or of the folders in it.
  ///
  /// - Parameter directory: with `.png` files, or with one folder a class; names with a leading dot
  ///   are passed over.
  /// - Throws: `DataError`, when the folder cannot be read, holds no PNG, or the images differ in
  ///   size or channels.
  public init(directory: String) throws {
    let entries = try Self.list(directory)
    var images: [Tensor] = []
    var labels: [Int] = []
    var first = ""
    func add(_ path: String, _ label: Int) throws {
      let image = try Photograph.read(path)
      if images.isEmpty { first = path }
      guard images.isEmpty || image.shape == images[0].shape else {
        throw DataError(
          file: path,
          reason: .mismatch(
            expected: "an image of shape \(images[0].shape) like \(first)",
            found: "\(image.shape)"))
      }
      images.append(image)
      labels.append(label)
    }
    let here = entries.filter(Self.isImage)
    if here.isEmpty {
      classes = entries.filter { name in
        (try? Self.list("\(directory)/\(name)"))?.contains(where: Self.isImage) == true
      }
      for (label, name) in classes.enumerated() {
        for file in try Self.list("\(directory)/\(name)") where Self.isImage(file) {
          try add("\(directory)/\(name)/\(file)", label)
        }
      }
    } else {
      classes = []
      for file in here { try add("\(directory)/\(file)", 0) }
    }
    guard !images.isEmpty else {
      throw DataError(
        file: directory, reason: .mismatch(expected: "PNG files or folders of them", found: "none"))
    }
    data = Dataset(inputs: Tensor.stack(images), targets: Tensor(labels))
  }

  private static func isImage(_ name: String) -> Bool { name.lowercased().hasSuffix(".png") }

  /// The names in a folder, sorted, those with a leading dot left out.
  private static func list(_ path: String) throws -> [String] {
    guard let folder = opendir(path) else {
      throw DataError(file: path, reason: .unreadable(String(cString: strerror(errno))))
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
