import ArgumentParser
import Foundation

/// Writes a small notebook that runs.
struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a small notebook that runs, to begin a note with.",
    discussion: """
      runbook new pooling                      notebooks/pooling.md, or pooling.md without such a folder
      runbook new notes/풀링.md --lang ko       a Korean note in another folder
      runbook new pooling --title "Max pooling"

      Nothing is written over. The path of the note is printed; 'runbook PATH' runs it.
      """)

  @Argument(help: "The note's name, or its path.")
  var name: String

  @Option(help: "The note's title; made from its name if not given.")
  var title: String?

  @Option(help: "The language of the note: en or ko.")
  var lang: Language = .en

  enum Language: String, ExpressibleByArgument, CaseIterable {
    case en, ko
  }

  func validate() throws {
    let stem = NotebookName.stem(of: name)
    if stem.isEmpty || name.hasSuffix("/") {
      throw ValidationError("'\(name)' names no file; give a name such as 'pooling'")
    }
    if stem.hasPrefix("_") {
      throw ValidationError(
        "a file whose name begins with '_' is an include; choose a name without it")
    }
  }

  func run() throws {
    let path = NotebookName.path(for: name)
    let url = URL(fileURLWithPath: path)
    let title = title ?? NotebookName.title(of: name)
    let text = NotebookTemplate(title: title, language: lang.rawValue).text
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url, options: .withoutOverwriting)
    } catch let error as CocoaError where error.code == .fileWriteFileExists {
      Terminal().write("\(path): error: there is a file already; choose another name\n")
      throw ExitCode.failure
    } catch {
      Terminal().write("\(path): error: cannot be written; \(Self.words(for: error))\n")
      throw ExitCode.failure
    }
    print(path)
    let quoted = path.contains(where: { " '\"$&;()".contains($0) }) ? "'\(path)'" : path
    Terminal().write("run it with: runbook \(quoted)\n")
  }

  private static func words(for error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    let code = underlying?.domain == NSPOSIXErrorDomain ? Int32(underlying?.code ?? 0) : 0
    return code == 0 ? "check the folder" : String(cString: strerror(code)).lowercased()
  }
}

/// How the name that an author gives becomes a path and a title.
enum NotebookName {
  /// The file's name without folders and extension.
  static func stem(of name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? ""
    guard let suffix = NotebookList.extensions.first(where: file.hasSuffix) else { return file }
    return String(file.dropLast(suffix.count))
  }

  /// Where the note goes: a path is taken as it is, a name goes to `notebooks` if there is that folder.
  static func path(for name: String) -> String {
    let file = NotebookList.extensions.contains(where: name.hasSuffix) ? name : name + ".md"
    var isFolder: ObjCBool = false
    let hasFolder =
      FileManager.default.fileExists(atPath: "notebooks", isDirectory: &isFolder)
      && isFolder.boolValue
    return !name.contains("/") && hasFolder ? "notebooks/\(file)" : file
  }

  /// `max-pooling` is `Max pooling`.
  static func title(of name: String) -> String {
    let words = stem(of: name).split { $0 == "-" || $0 == "_" || $0 == " " }
      .joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
