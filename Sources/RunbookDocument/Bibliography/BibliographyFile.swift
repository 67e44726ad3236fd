internal import RunbookFiles
internal import Synchronization

/// A bibliography file as it was read last.
///
/// Many notes share one file; it is read again only once it has changed.
struct BibliographyFile: Sendable {
  static let extensions = [".bib", ".json", ".bibtex"]

  private(set) var works: [Work]
  private(set) var diagnostics: [Diagnostic]

  private static let known = Mutex<[String: (stamp: FileStamp?, file: BibliographyFile)]>([:])

  static func read(_ path: String) throws(Diagnostic) -> BibliographyFile {
    let stamp = FileStamp(path)
    if let entry = known.withLock({ $0[path] }), entry.stamp == stamp { return entry.file }
    let file = try BibliographyFile(path)
    known.withLock { $0[path] = (stamp, file) }
    return file
  }

  private init(_ path: String) throws(Diagnostic) {
    let bytes = try NotebookFile.read(path: path)
    var log = DiagnosticLog(path: path)
    if path.lowercased().hasSuffix(".json") {
      works = CSLReader.read(bytes, file: path, log: &log)
    } else {
      do {
        works = BibTeXReader.read(try TextDecoding.decode(bytes), file: path, log: &log)
      } catch {
        works = []
        var place = error.location
        place.file = path
        log.error(error.message, at: place)
      }
    }
    diagnostics = log.sorted
  }
}
