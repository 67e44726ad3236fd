import ArgumentParser
import RunbookFiles
import RunbookWorkspace

/// Writes a small notebook that runs.
struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a small notebook that runs, as the beginning of a note.",
    discussion: """
      runbook new pooling                      notebooks/pooling.md, or pooling.md without such a folder
      runbook new notes/풀링.md --lang ko       a Korean note in another folder
      runbook new pooling --title "Max pooling"

      No file is replaced. The path of the note is printed; 'runbook PATH' runs it.
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
    let stem = NewNote(name: name).stem
    if stem.isEmpty || name.hasSuffix("/") {
      throw ValidationError("'\(name)' does not name a file; give a name such as 'pooling'")
    }
    if stem.hasPrefix("_") {
      throw ValidationError(
        "a file whose name begins with '_' is an include; choose a name without it")
    }
  }

  func run() throws {
    let note = NewNote(name: name)
    do throws(Diagnostic) {
      try note.write(title: title, language: lang.rawValue)
    } catch {
      Terminal().write(error)
      throw ExitCode.failure
    }
    print(note.path)
    let needsQuotes = note.path.contains { " '\"$&;()".contains($0) }
    Terminal().write("run it with: runbook \(needsQuotes ? "'\(note.path)'" : note.path)\n")
  }
}
