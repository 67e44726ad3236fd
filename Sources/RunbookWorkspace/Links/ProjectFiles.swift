internal import Foundation
internal import RunbookFiles
internal import Synchronization

/// The files of a project by their names, for links that name a file without its folder.
struct ProjectFiles: Sendable {
  /// Larger folders are not projects of notes; further files are not found by name.
  private static let limit = 50_000

  /// Paths by the file's name, lower-case and composed, the shortest path first.
  private let paths: [String: [String]]

  private static let known = Mutex<[String: ProjectFiles]>([:])

  /// The files below a folder, listed once per process.
  static func below(_ root: String) -> ProjectFiles {
    if let files = known.withLock({ $0[root] }) { return files }
    let files = ProjectFiles(root)
    known.withLock { $0[root] = files }
    return files
  }

  private init(_ root: String) {
    var paths: [String: [String]] = [:]
    var folders = [root]
    var count = 0
    while let folder = folders.popLast(), count < Self.limit {
      for name in FileAccess.names(in: folder) where !Self.isSkipped(name) {
        count += 1
        let path = "\(folder)/\(name)"
        if FileAccess.isFolder(path) {
          folders.append(path)
        } else {
          paths[Self.key(of: name), default: []].append(path)
        }
      }
    }
    self.paths = paths.mapValues { $0.sorted { ($0.count, $0) < ($1.count, $1) } }
  }

  private static func isSkipped(_ name: String) -> Bool {
    name.hasPrefix(".") || name == "outputs" || name == "node_modules"
  }

  /// The path of the file with this name; that with the shortest path if there are several.
  func path(named name: String) -> String? { paths[Self.key(of: name)]?.first }

  private static func key(of name: String) -> String {
    name.precomposedStringWithCanonicalMapping.lowercased()
  }
}
