/// The content of a file or a folder that results depend on.
package enum DependencyContent {
  /// The number of files of a folder that are read; of a larger one the others count by name only.
  private static let fileLimit = 10_000
  /// The depth of folders in folders; links may lead in circles.
  private static let depthLimit = 16

  /// The bytes of a file; for a folder a list of the files in it with their hashes; `nil` if there is
  /// neither.
  ///
  /// - Parameter path: a path in any Unicode normal form.
  /// - Throws: `SystemError` for a file that cannot be read.
  package static func read(_ path: String) throws(SystemError) -> [UInt8]? {
    let path = ExistingPath.find(path) ?? path
    guard FileAccess.isFolder(path) else { return try FileAccess.readIfPresent(path) }
    var lines: [String] = []
    list(path, as: "", depth: 0, &lines)
    return Array(lines.joined().utf8)
  }

  /// The files in a folder, and in those below it, that a change would be noticed in.
  package static func files(in folder: String) -> [String] {
    guard FileAccess.isFolder(folder) else { return [] }
    return [folder]
      + names(in: folder).prefix(1000).map { "\(folder)/\($0)" }
  }

  private static func names(in folder: String) -> [String] {
    FileAccess.names(in: folder).filter { !$0.hasPrefix(".") }
  }

  private static func list(_ folder: String, as name: String, depth: Int, _ lines: inout [String]) {
    for entry in names(in: folder) {
      let (path, shown) = ("\(folder)/\(entry)", name + entry)
      if FileAccess.isFolder(path) {
        if depth < depthLimit { list(path, as: shown + "/", depth: depth + 1, &lines) }
        continue
      }
      let bytes = lines.count < fileLimit ? try? FileAccess.read(path) : nil
      lines.append("\(shown) \(bytes.map { ContentHash($0).text } ?? "")\n")
    }
  }
}
