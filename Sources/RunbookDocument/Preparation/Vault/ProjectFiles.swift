internal import Glibc
internal import Synchronization

/// The files of a project by name, for links that name a file and not its folder.
///
/// The project's folder is the nearest one above a note with one of `markers`; without one it is the
/// current folder, if the note is in it, else the note's own. Hidden folders and the reports are left
/// out.
package struct ProjectFiles: Sendable {
  /// The number of files and folders after which no more are listed.
  private static let fileLimit = 100_000
  private static let depthLimit = 16
  /// The time for which a listing is used again, so that one for each note of a large project is not
  /// made.
  private static let validity = Duration.seconds(2)

  private static let cache = Mutex<[String: (made: ContinuousClock.Instant, files: ProjectFiles)]>(
    [:])

  /// The project's folder, absolute.
  package let root: String
  /// The paths below the folder, by name in lower case; the shortest path first.
  private let paths: [String: [String]]

  /// The files of the project to which a note belongs; `nil` for a text without a file.
  ///
  /// - Complexity: O(files of the project), at most every two seconds.
  package static func around(note path: String) -> ProjectFiles? {
    guard !path.isEmpty, let folder = absoluteFolder(of: path) else { return nil }
    let root = root(above: folder)
    let now = ContinuousClock.now
    if let known = cache.withLock({ $0[root] }), now - known.made < validity { return known.files }
    let files = ProjectFiles(root: root)
    cache.withLock { $0[root] = (ContinuousClock.now, files) }
    return files
  }

  /// The file that a link names.
  ///
  /// - Parameters:
  ///   - name: a name or the end of a path, with or without the extension of a note, in any case.
  ///   - folder: the folder of the note with the link, absolute; a file in it is preferred.
  /// - Returns: the absolute path; `nil` if there is no such file.
  package func path(of name: String, near folder: String) -> String? {
    let parts = name.lowercased().split(separator: "/").filter { $0 != "." && $0 != ".." }
    guard let last = parts.last else { return nil }
    for ending in ["", ".md", ".markdown", ".qmd", ".Rmd".lowercased(), ".livemd"] {
      guard let candidates = paths[last + ending] else { continue }
      let suffix = "/" + parts.joined(separator: "/") + ending
      let matching = candidates.filter { "/\($0)".lowercased().hasSuffix(suffix) }
      guard let first = matching.first else { continue }
      return matching.lazy.map { "\(root)/\($0)" }.first { Self.folder(of: $0) == folder }
        ?? "\(root)/\(first)"
    }
    return nil
  }

  /// A path as seen from a folder, both absolute.
  package static func relative(_ path: String, to folder: String) -> String {
    let target = path.split(separator: "/")
    let start = folder.split(separator: "/")
    let common = zip(target, start).prefix { $0 == $1 }.count
    return (Array(repeating: "..", count: start.count - common) + target.dropFirst(common))
      .joined(separator: "/")
  }

  /// The absolute folder of a file, without links.
  package static func absoluteFolder(of path: String) -> String? {
    let folder = path.contains("/") ? folder(of: path) : "."
    guard let resolved = realpath(folder.isEmpty ? "/" : folder, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// Files and folders that programs which work on a whole folder of notes put at its top.
  private static let markers = [
    ".obsidian", "_runbook.yml", ".git", "_config.yml", "_quarto.yml", "_bookdown.yml", "_toc.yml",
    "myst.yml", "mkdocs.yml", "book.toml", "hugo.toml", "hugo.yaml", "config.toml", "package.json",
    "mix.exs", "Package.swift",
  ]

  private static func root(above folder: String) -> String {
    var candidate = folder
    while !candidate.isEmpty {
      for name in markers where access("\(candidate)/\(name)", F_OK) == 0 { return candidate }
      candidate = self.folder(of: candidate)
    }
    guard let current = absoluteFolder(of: "."), current.split(separator: "/").count > 1 else {
      return folder
    }
    return folder.hasPrefix(current + "/") ? current : folder
  }

  // MARK: Listing

  private init(root: String) {
    self.root = root
    var paths: [String: [String]] = [:]
    var count = 0
    var level = [""]
    for depth in 0..<Self.depthLimit where !level.isEmpty && count < Self.fileLimit {
      var below: [String] = []
      for folder in level {
        let entries = Self.entries(of: folder.isEmpty ? root : "\(root)/\(folder)")
        for entry in entries.sorted(by: { $0.name < $1.name }) where count < Self.fileLimit {
          count += 1
          let path = folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
          if entry.isFolder {
            if depth > 0 || entry.name != "outputs" { below.append(path) }
          } else {
            paths[entry.name.lowercased(), default: []].append(path)
          }
        }
      }
      level = below
    }
    self.paths = paths
  }

  private static func entries(of folder: String) -> [(name: String, isFolder: Bool)] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var entries: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(directory) {
      let type = entry.pointee.d_type
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard !name.hasPrefix("."), name != "node_modules" else { continue }
      if type == UInt8(DT_DIR) {
        entries.append((name, true))
      } else if type == UInt8(DT_REG) || type == UInt8(DT_LNK) || type == UInt8(DT_UNKNOWN) {
        entries.append((name, false))
      }
    }
    return entries
  }
}
