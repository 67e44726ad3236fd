internal import Foundation
package import RunbookFiles

/// A note that is about to be begun, under the name that its author gives it.
package struct NewNote {
  /// A name, `pooling`, or a path.
  package var name: String

  package init(name: String) {
    self.name = name
  }

  /// The file's name without folders and extension.
  package var stem: String {
    let file = name.split(separator: "/").last.map(String.init) ?? ""
    return NotebookList.stem(of: file) ?? file
  }

  /// The path of the note: a path is taken as it is, a name goes to `notebooks` if there is that folder.
  package var path: String {
    let file = NotebookList.stem(of: name) != nil ? name : name + ".md"
    return !name.contains("/") && FileAccess.isFolder("notebooks") ? "notebooks/\(file)" : file
  }

  /// `max-pooling` is `Max pooling`.
  package var title: String {
    let words = stem.split { $0 == "-" || $0 == "_" || $0 == " " }.joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// Writes the note from a template, with the folders on the way; an existing file stays.
  ///
  /// - Parameter language: `en` or `ko`.
  /// - Throws: why the file cannot be written.
  package func write(title: String? = nil, language: String = "en") throws(Diagnostic) {
    let text = NotebookTemplate(title: title ?? self.title, language: language).text
    do throws(SystemError) {
      try FileAccess.makeFolder(FilePath.folder(of: path))
      try FileAccess.write(text.utf8, to: path)
    } catch {
      let isTaken = error.code == EEXIST && error.path == path
      throw Diagnostic(
        path: path,
        message: isTaken
          ? "there is a file already; choose another name"
          : "cannot be written; \(error.reason.lowercased())")
    }
  }
}
