import ArgumentParser
import RunbookFiles
import RunbookWorkspace

/// Notebooks and folders of notebooks, as most commands take them.
enum NotebookArguments {
  /// The notebooks that arguments name, for commands that run each of them.
  ///
  /// - Throws: an exit code, after an error on standard error for each folder without notebooks.
  static func expand(_ arguments: [String]) throws -> [String] {
    let found = arguments.map { (argument: $0, paths: NotebookList.expand([$0])) }
    let empty = found.filter(\.paths.isEmpty)
    for item in empty { Terminal().write(NotebookList.emptyFolder(item.argument)) }
    guard empty.isEmpty else { throw ExitCode.failure }
    return found.flatMap(\.paths)
  }

  /// The notebooks that arguments name, for commands that look at them together.
  ///
  /// - Throws: an exit code, after an error on standard error if there is none.
  static func expandTogether(_ arguments: [String]) throws -> [String] {
    if arguments.contains(NotebookList.standardInput) {
      Terminal().write(
        Diagnostic(
          path: Project.standardInputName,
          message: "standard input can be rendered and checked only; save the note in a file"))
      throw ExitCode.failure
    }
    let paths = NotebookList.expand(arguments)
    guard !paths.isEmpty else {
      Terminal().write(NotebookList.nothingFound(arguments))
      throw ExitCode.failure
    }
    return paths
  }
}
