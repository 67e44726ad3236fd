internal import RunbookFiles

/// The works of a note's bibliography files.
struct Bibliography: Sendable {
  private(set) var works: [String: Work] = [:]
  /// The keys in the order of the files, for suggestions.
  private(set) var keys: [String] = []
  /// The files that were read, as they can be opened.
  private(set) var files: [String] = []

  /// Reads the files that a note and its project name.
  ///
  /// Of two works with the same key the first counts: that of the note.
  init(_ stated: [StatedFile], for notebook: String, log: inout DiagnosticLog) {
    for file in stated {
      let stated = NotebookFile.resolve(file.path, relativeTo: file.origin ?? notebook)
      guard let path = ExistingPath.find(stated) else {
        // The bibliography of a page on the network is not fetched.
        if LinkAddress.isRemote(file.path) {
          log.warning(
            "'\(file.path)' would be fetched from the network; copy the file beside the notebook",
            at: file.location)
          continue
        }
        log.error(
          "the bibliography '\(file.path)' is not there; \(Self.advice(for: stated, file.path))",
          at: file.location)
        continue
      }
      do throws(Diagnostic) {
        let content = try BibliographyFile.read(path)
        files.append(path)
        log.append(content.diagnostics)
        add(content.works, from: path, log: &log)
      } catch {
        log.error(
          "the bibliography '\(file.path)' cannot be read: \(error.message)", at: file.location)
      }
    }
    inherit(log: &log)
  }

  private mutating func add(_ added: [Work], from path: String, log: inout DiagnosticLog) {
    for work in added {
      guard let first = works[work.key] else {
        works[work.key] = work
        keys.append(work.key)
        continue
      }
      // Two files may have the same work; in one file it is a slip.
      if first.location.file == path, first != work {
        log.warning(
          "'\(work.key)' is already the key of line \(first.location.line); choose another",
          at: work.location)
      }
    }
  }

  /// Gives works that name another by `crossref` the fields that they lack.
  private mutating func inherit(log: inout DiagnosticLog) {
    let children = keys.filter { works[$0]?.fields["crossref"] != nil }
    guard !children.isEmpty else { return }
    let byLowercase = Dictionary(
      keys.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    for key in children {
      var seen: Set<String> = [key]
      var parent = works[key]?.fields["crossref"]
      while let name = parent, var work = works[key] {
        guard let found = byLowercase[name.lowercased()], let other = works[found] else {
          log.warning(
            "'\(key)' refers to '\(name)', which is not there; \(Suggestion.advice(for: name, among: keys))",
            at: work.location)
          break
        }
        guard seen.insert(found).inserted else { break }
        for (field, value) in other.fields where field != "crossref" {
          let isContainer = field == "title" && other.type != work.type
          let name = isContainer ? "booktitle" : field
          if work.fields[name] == nil { work.fields[name] = value }
        }
        works[key] = work
        parent = other.fields["crossref"]
      }
    }
  }

  private static func advice(for path: String, _ stated: String) -> String {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let folder = path[..<slash].isEmpty ? "." : String(path[..<slash])
    let names = FileAccess.names(in: folder).filter { name in
      BibliographyFile.extensions.contains(where: name.lowercased().hasSuffix)
    }
    guard let nearest = Suggestion.nearest(to: String(path[slash...]), among: names) else {
      return "check the path, which starts from the folder of the file that names it"
    }
    let statedFolder = stated.lastIndex(of: "/").map { String(stated[...$0]) } ?? ""
    return "did you mean '\(statedFolder)\(nearest)'?"
  }
}

/// A file that a front matter or the project's settings name.
struct StatedFile: Hashable, Sendable {
  /// As written.
  var path: String
  var location: SourceLocation
  /// The file of the project's settings, if they name it; `nil` for the note.
  var origin: String?
}
