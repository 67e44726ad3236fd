import ArgumentParser
import RunbookWorkspace

/// Reports whether everything that reports need is there.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find what is missing on this machine and how to install it.",
    discussion: """
      runbook doctor          one line per part: ok, or missing and what to install
      runbook doctor --quiet  only what is missing, for scripts

      Looks for the compiler, the kernel and the Debian packages that draw reports, and \
      compiles and runs a cell. Exits with 1 if something is missing.
      """)

  @Flag(name: .shortAndLong, help: "Print nothing if nothing is missing.")
  var quiet = false

  func run() throws {
    let checks = RunbookWorkspace.Doctor.checks()
    for check in checks {
      if let problem = check.problem {
        print("missing  \(check.name): \(problem)")
      } else if !quiet {
        print("ok       \(check.name)")
      }
    }
    if checks.contains(where: { $0.problem != nil }) { throw ExitCode.failure }
  }
}
