/// Finds the files that a note names by paths.
///
/// A path is relative to the note. On a site, one that begins with `/` counts from the site's root: that
/// is the project's folder, otherwise the nearest folder above the note in which the file is.
package struct NoteFileSearch: Hashable, Sendable {
  /// The note's folder.
  package var folder: String
  /// The project's folder.
  package var root: String?

  package init(folder: String, root: String? = nil) {
    self.folder = folder
    self.root = root
  }

  /// The path of an existing file, in whatever Unicode normal form its name is stored.
  ///
  /// - Parameter path: as the note names it, decoded; of an address with `?` or `#`, which no file has
  ///   in its name, the part before.
  /// - Returns: `nil` if there is none.
  package func find(_ path: String) -> String? {
    for candidate in candidates(for: path) {
      if let found = ExistingPath.find(candidate) { return found }
    }
    let bare = path.prefix { $0 != "?" && $0 != "#" }
    return bare.isEmpty || bare.count == path.count ? nil : find(String(bare))
  }

  /// The places at which a file may be, the best first.
  private func candidates(for path: String) -> [String] {
    guard path.hasPrefix("/") else { return ["\(folder)/\(path)"] }
    var candidates = root.map { [$0 + path] } ?? []
    var above = folder[...]
    while !above.isEmpty {
      candidates.append(above + path)
      above = above[..<(above.lastIndex(of: "/") ?? above.startIndex)]
    }
    return candidates + [path]
  }
}
