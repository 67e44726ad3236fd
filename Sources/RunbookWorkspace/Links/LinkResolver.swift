internal import Foundation
internal import RunbookDocument
internal import RunbookFiles

/// Finds where the links of a note lead: the report of another note, a file, a place of the page.
///
/// In the note an address starts from the note's folder; on the page it starts from the folder of the
/// report.
final class LinkResolver {
  /// The meaning of an address.
  enum Destination: Hashable {
    /// An address that is right as it is: of the network, or of this page.
    case verbatim
    /// Another address on the page.
    case moved(String)
    /// An address from the root of a site that the project does not contain.
    case site
    /// Nothing is there.
    case missing(problem: String, advice: String)
  }

  /// The extensions of notes as they are usually written.
  private static let extensions = NotebookList.extensions + [".Rmd"]

  /// The number of mistakes that get a suggestion; finding one compares all names.
  private static let suggestionLimit = 100

  private let project: Project
  private let path: String
  private let includes: Set<String>
  private let notebook: Notebook
  /// Most notes have no links to their own places.
  private lazy var anchors = NoteAnchors(notebook)
  /// The folder of the report, absolute.
  private let reportFolder: String
  private let outputs: String?
  private var known: [String: Destination] = [:]
  private var suggestions = 0

  /// - Parameters:
  ///   - note: its project and path.
  ///   - notebook: what is read from it.
  ///   - outputs: a folder for outputs instead of the project's own.
  init(_ note: Note, _ notebook: Notebook, outputs: String? = nil) {
    project = note.project
    path = FilePath.absolute(note.path)
    includes = Set(notebook.includes.map(FilePath.absolute))
    self.notebook = notebook
    self.outputs = outputs
    reportFolder = FilePath.absolute(note.project.outputFolder(in: outputs))
  }

  /// The address on the page of an address in the note.
  func target(of address: String) -> String {
    if case .moved(let address) = destination(of: address) { address } else { address }
  }

  /// - Complexity: O(1) for an address that was asked for before; else that of reading another note.
  func destination(of address: String) -> Destination {
    if let destination = known[address] { return destination }
    let destination = find(address)
    known[address] = destination
    return destination
  }

  private func find(_ address: String) -> Destination {
    let link = LinkParts(address)
    guard !link.isAbsolute else { return .verbatim }
    if link.path.isEmpty { return place(link.fragment, in: anchors, of: nil) }
    guard let found = file(link.path) else {
      return link.path.hasPrefix("/") ? .site : missing(link.path)
    }
    if found == path || includes.contains(found) {
      return place(link.fragment, in: anchors, of: nil)
    }
    if Self.isNote(found) { return place(link, in: found) }
    return .moved(Self.address(from: reportFolder, to: found) + link.query + link.writtenFragment)
  }

  // MARK: Files

  /// The file that a path means, absolute; that of a note if the path names its page.
  private func file(_ stated: String) -> String? {
    var bases = [project.notebookFolder + "/" + stated]
    if stated.hasPrefix("/") { bases = [project.root + stated, stated] }
    // In a vault, a path may start from its root.
    if !stated.hasPrefix("/"), !stated.hasPrefix(".") { bases.append(project.root + "/" + stated) }
    for base in bases {
      if let found = ExistingPath.find(FilePath.absolute(base)) { return page(of: found) }
      var stems = [base]
      while stems[0].hasSuffix("/") { stems[0].removeLast() }
      for suffix in [".html", ".htm"] where base.hasSuffix(suffix) {
        stems.append(String(base.dropLast(suffix.count)))
      }
      for stem in stems {
        for suffix in Self.extensions {
          if let found = ExistingPath.find(FilePath.absolute(stem + suffix)) { return found }
        }
      }
    }
    guard !stated.contains("/"), !stated.contains(".") || Self.isNote(stated) else { return nil }
    return ProjectFiles.around(note: path)?.path(of: stated, near: project.notebookFolder)
  }

  /// The page of a folder, else the folder itself.
  private func page(of path: String) -> String {
    guard FileAccess.isFolder(path) else { return path }
    let pages = ["index", "README"].flatMap { stem in Self.extensions.map { stem + $0 } }
    return pages.lazy.map { "\(path)/\($0)" }.first(where: FileAccess.exists) ?? path
  }

  private static func isNote(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return !name.hasPrefix("_") && NotebookList.stem(of: String(name)) != nil
      && !FileAccess.isFolder(path)
  }

  private func missing(_ stated: String) -> Destination {
    let target = FilePath.absolute(project.notebookFolder + "/" + stated)
    let folder = FilePath.folder(of: target)
    var advice = "check the path, which starts from the folder of the file that names it"
    if suggestions < Self.suggestionLimit {
      suggestions += 1
      let names = FileAccess.names(in: folder).filter { !$0.hasPrefix(".") }
      if let nearest = Self.nearest(to: (target as NSString).lastPathComponent, among: names) {
        let above = stated.lastIndex(of: "/").map { String(stated[...$0]) } ?? ""
        advice = "did you mean '\(above)\(nearest)'?"
      }
    }
    return .missing(problem: "the link leads to '\(stated)', which is not there", advice: advice)
  }

  /// The name that somebody who mistyped one probably meant; an extension that two names share is no
  /// likeness.
  private static func nearest(to name: String, among names: [String]) -> String? {
    let suffix = (name as NSString).pathExtension
    guard !suffix.isEmpty else { return Suggestion.nearest(to: name, among: names) }
    let stem = { (name: String) in (name as NSString).deletingPathExtension }
    let alike = names.filter { ($0 as NSString).pathExtension == suffix }
    if let nearest = Suggestion.nearest(to: stem(name), among: alike.map(stem)) {
      return nearest + "." + suffix
    }
    return Suggestion.nearest(
      to: name, among: names.filter { ($0 as NSString).pathExtension != suffix })
  }

  // MARK: Places

  private func place(_ link: LinkParts, in note: String) -> Destination {
    let report =
      FilePath.absolute(Project(notebook: note).outputFolder(in: outputs)) + "/report.html"
    let page = Self.address(from: reportFolder, to: report)
    guard !link.fragment.isEmpty, let anchors = NoteCatalog.anchors(of: note) else {
      return .moved(page)
    }
    return place(link.fragment, in: anchors, of: (page, link.path))
  }

  /// - Parameter note: the address of another note's report and its path in the link; `nil` for this
  ///   page.
  private func place(
    _ fragment: String, in anchors: NoteAnchors, of note: (page: String, path: String)?
  ) -> Destination {
    if fragment.isEmpty || fragment == "top" { return note.map { .moved($0.page) } ?? .verbatim }
    if let identifier = anchors.identifier(for: fragment) {
      return .moved((note?.page ?? "") + "#" + Self.encoded(identifier))
    }
    var advice = "give a heading this label"
    if suggestions < Self.suggestionLimit {
      suggestions += 1
      if let nearest = anchors.nearest(to: fragment) { advice = "did you mean '#\(nearest)'?" }
    }
    let place = note.map { "'\($0.path)'" } ?? "this note"
    return .missing(
      problem: "the link leads to '#\(fragment)', but \(place) has no such heading or label",
      advice: advice)
  }

  // MARK: Addresses

  /// The relative address from a folder to a file, both absolute.
  static func address(from folder: String, to file: String) -> String {
    encoded(ProjectFiles.relative(file, to: folder))
  }

  /// A name without the characters that have a meaning in an address.
  private static func encoded(_ name: String) -> String {
    name.replacing("%", with: "%25").replacing("#", with: "%23").replacing("?", with: "%3F")
  }
}
