internal import RunbookDocument
internal import RunbookFiles
internal import Synchronization

/// The anchors of notes that others link to, each read once while its file is unchanged.
enum NoteCatalog {
  private static let known = Mutex<[String: (stamp: FileStamp?, anchors: NoteAnchors?)]>([:])

  /// The anchors of a note.
  ///
  /// - Parameter path: absolute.
  /// - Returns: `nil` if the note cannot be read.
  static func anchors(of path: String) -> NoteAnchors? {
    let stamp = FileStamp(path)
    if let entry = known.withLock({ $0[path] }), entry.stamp == stamp { return entry.anchors }
    let anchors = NotebookParser(path: path).parseFile().notebook.map(NoteAnchors.init)
    known.withLock { $0[path] = (stamp, anchors) }
    return anchors
  }
}
