import ArgumentParser
import RunbookFiles
import RunbookPreview
import RunbookWorkspace

/// Serves a notebook's report while its author writes.
struct Preview: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a note in the browser while you write it.",
    discussion: """
      runbook preview notebooks/cnn.md              open the report, follow every save
      runbook preview notebooks/cnn.md --port 8080  at an address of its own
      runbook preview cnn.md --no-browser -P n:3    only print the address

      Each time the note, a file it includes, a picture, or a file in its 'deps' is saved, the cells from \
      the first changed one on are run and the open page changes in place; the cells above keep their \
      state. A run that is under way when a file is saved is stopped. Nothing is written to 'outputs': \
      'runbook render' does that. Ends with Control-C.
      """)

  @Argument(help: "The notebook.", completion: .file(extensions: NotebookArguments.extensions))
  var notebook: String

  @Option(
    name: [.customShort("P"), .customLong("parameter")],
    help: ArgumentHelp("Give a parameter another value.", valueName: "name:value"))
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp("Give parameters the values in a YAML file.", valueName: "file"))
  var executeParams: String?

  @Option(help: "The port of the page's address; the first free one from 4848 if not given.")
  var port: UInt16?

  @Option(help: "The address to serve at; 0.0.0.0 shows the page to the whole network.")
  var host = "127.0.0.1"

  @Flag(inversion: .prefixedNo, help: "Open the page in the browser.")
  var browser = true

  @Flag(help: "Obey 'html: true' of the note: copy its HTML to the page, scripts included.")
  var allowHtml = false

  @Flag(name: .shortAndLong, help: "Show no progress.")
  var quiet = false

  func validate() throws {
    guard FileAccess.exists(ExistingPath.find(notebook) ?? notebook) else {
      throw ValidationError("\(notebook): error: no such file; name a notebook")
    }
    if FileAccess.isFolder(notebook) {
      throw ValidationError("\(notebook): error: is a folder; name one notebook in it")
    }
  }

  func run() throws {
    let terminal = Terminal()
    let server = PreviewServer()
    let address: PreviewServer.Address
    do throws(PreviewServer.Refusal) { address = try start(server) } catch {
      terminal.write(error.diagnostic)
      throw ExitCode.failure
    }
    print("\(address)")
    if browser { Browser.open("\(address)") }
    let display = PreviewDisplay(
      notebook, server: server, terminal: terminal, isQuiet: quiet)
    let choices = ParameterChoices(
      arguments: parameters, file: executeParams, allowsHTML: allowHtml)
    PreviewSession(
      ExistingPath.find(notebook) ?? notebook, parameters: choices
    ) { display.show($0) }.follow()
  }

  private func start(_ server: PreviewServer) throws(PreviewServer.Refusal) -> PreviewServer.Address
  {
    try server.start(host: host, ports: port.map { [$0] } ?? Array(4848..<4868) + [0])
  }
}
