import Foundation
import Testing

@Suite struct DoctorAndCompletionsTests {
  @Test("doctor finds no problem where reports can be drawn, and is silent when asked to be")
  func well() throws {
    let folder = try Folder()
    let doctor = try Command(["doctor"], in: folder)
    #expect(doctor.status == 0, "\(doctor.output)")
    #expect(doctor.output.split(separator: "\n").allSatisfy { $0.hasPrefix("ok ") })
    let quiet = try Command(["doctor", "--quiet"], in: folder)
    #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
  }

  @Test("doctor names a program that is missing and how to install it")
  func missing() throws {
    let folder = try Folder()
    let doctor = try Command(["doctor"], in: folder, environment: ["PATH": folder.path])
    #expect(doctor.status == 1)
    #expect(doctor.output.contains("missing  gnuplot"))
    #expect(doctor.output.contains("apt-get install gnuplot-nox"))
    #expect(!doctor.output.contains("missing  compiling"))
  }

  @Test("bash completes commands, flags and notebooks")
  func bash() throws {
    let folder = try Folder()
    try folder.write("", to: "note.md")
    let script = try Command(["completions", "bash"], in: folder)
    #expect(script.status == 0)
    try folder.write(script.output, to: "completions.bash")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.arguments = [
      "--norc", "-c",
      """
      source completions.bash
      complete_words() {
        COMP_WORDS=(runbook "$@"); COMP_CWORD=$#; COMP_LINE="runbook $*"; COMP_POINT=${#COMP_LINE}
        COMPREPLY=(); _runbook runbook "${@: -1}" "" 2>/dev/null; echo "${COMPREPLY[@]}"
      }
      complete -p runbook
      complete_words che
      complete_words check --js
      """,
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].contains("-F _runbook"))
    #expect(lines[1] == "check")
    #expect(lines[2] == "--json")
  }

  @Test(
    "every command has a help text with an example",
    arguments: [
      "render", "check", "test", "diff", "accept", "preview", "convert", "new", "list", "cache",
      "clean", "doctor",
      "completions",
    ])
  func help(_ command: String) throws {
    let folder = try Folder()
    let help = try Command([command, "--help"], in: folder)
    #expect(help.status == 0)
    #expect(help.output.contains("runbook \(command)"))
    let examples = help.output.components(separatedBy: "USAGE:")[0]
    #expect(examples.contains("runbook \(command)") || examples.contains("runbook notebooks"))
  }
}
