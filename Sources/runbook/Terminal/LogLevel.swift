import ArgumentParser
import RunbookDocument
import RunbookFiles

/// How much is said on standard error besides what was asked for.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
  case error, warning, info

  /// Whether progress is shown.
  var showsProgress: Bool { self == .info }

  /// Whether warnings and notes are shown; errors always are.
  var showsWarnings: Bool { self != .error }
}

/// `--quiet` and `--log-level`, as commands that run cells take them.
struct LogOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Show no progress; the same as --log-level warning.")
  var quiet = false

  @Option(
    help: ArgumentHelp(
      "Show errors only, warnings and notes as well, or progress too.", valueName: "level"))
  var logLevel = LogLevel.info

  var level: LogLevel { quiet && logLevel == .info ? .warning : logLevel }

  /// Writes the lines that are to be seen.
  func write(_ diagnostics: [Diagnostic], to terminal: Terminal) {
    for diagnostic in diagnostics where diagnostic.severity == .error || level.showsWarnings {
      terminal.write("\(diagnostic)\n")
    }
  }

  /// Writes a line that is no error.
  func note(_ line: String, to terminal: Terminal) {
    if level.showsWarnings { terminal.write("\(line)\n") }
  }
}
