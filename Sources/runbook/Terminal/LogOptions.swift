import ArgumentParser
import RunbookFiles

/// How much is written to standard error besides errors.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
  case error, warning, info

  /// Whether progress is shown.
  var showsProgress: Bool { self == .info }

  /// Whether a diagnostic is shown; errors always are.
  func shows(_ diagnostic: Diagnostic) -> Bool { diagnostic.severity == .error || self != .error }
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

  /// Writes the diagnostics that are to be shown.
  func write(_ diagnostics: some Sequence<Diagnostic>, to terminal: Terminal) {
    for diagnostic in diagnostics where level.shows(diagnostic) { terminal.write(diagnostic) }
  }
}
