import Foundation

/// A project of the test's own, deleted with the value that holds it.
final class TemporaryProject {
  let root = NSTemporaryDirectory() + "runbook-workspace-\(UUID().uuidString)/프로젝트"

  init() throws {
    try FileManager.default.createDirectory(
      atPath: root + "/notebooks", withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(
      atPath: URL(fileURLWithPath: root).deletingLastPathComponent().path)
  }

  /// The path of a note, which need not exist.
  func path(_ name: String) -> String { "\(root)/notebooks/\(name)" }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    return path(name)
  }

  /// The names of all files below, relative, but for the cache.
  var files: [String] {
    let found = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return found.filter { name in
      var isFolder: ObjCBool = false
      return !name.hasPrefix(".runbook")
        && FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }
}
