import Foundation
internal import RunbookDocument
internal import RunbookFiles

/// The state of a check: which cells compile so far, and what the compiler said.
struct CellCheck {
  private let places: CellDiagnostics
  private let preamble: [String]
  private let compiler: CellCompiler
  private let folder: String
  private var scope = CellScope()
  /// The module that holds each cell, by the number that names the module.
  private var modules: [Int: CellCompiler.Artifact] = [:]
  private var hasPreamble = false
  /// Names that cells declare which do not compile.
  private var lostNames: Set<String> = []
  private(set) var diagnostics: [Diagnostic] = []

  init(
    notebook: Notebook, preamble: [String], compiler: CellCompiler, folder: String,
    analyses: [Int: CellAnalysis]
  ) {
    places = CellDiagnostics(
      places: CellPlaces(notebook), path: notebook.path, analyses: analyses)
    self.preamble = preamble
    self.compiler = compiler
    self.folder = folder
  }

  /// Compiles a group of cells to a module that later ones import; if that fails, each cell by itself.
  mutating func compile(_ group: CellGroup) throws {
    guard let number = group.cells.first?.cell else { return }
    if group.cells.count == 1, let problem = group.cells[0].problems.first {
      let place = places.places.place(
        .cell(number), line: problem.line, byteColumn: problem.column)
      diagnostics.append(
        Diagnostic(path: place.file ?? places.path, location: place, message: problem.message))
      return lose(group.cells[0])
    }
    let needs = scope.needs(of: group.cells.reduce(into: []) { $0.formUnion($1.mentions) })
    let preamble = hasPreamble ? [] : preamble
    let artifact = CellCompiler.Artifact(cell: number, folder: "\(folder)/\(number)")
    try FileManager.default.createDirectory(
      atPath: artifact.folder, withIntermediateDirectories: true)
    let text = CellSource.text(of: group.cells, needs: needs, preamble: preamble)
    try Data(text.utf8).write(to: URL(fileURLWithPath: artifact.source))
    let command = compiler.checkCommand(artifact, earlier: needs.cells.compactMap { modules[$0] })
    let (status, output) = try ChildProcess(command).wait()
    let messages = CompilerMessage.parse(output)
    // After a statement that never returns the compiler warns of the next cell's first line.
    let isDoubtful =
      status != 0 || messages.contains { $0.text.contains("will never be executed") }
    if isDoubtful, group.cells.count > 1 {
      for cell in group.cells { try compile(CellGroup(cell)) }
      return
    }
    let said = messages.filter { $0.severity != .note }.compactMap {
      places.diagnostic($0, compiling: number)
    }
    diagnostics += said.filter { !isConsequence($0) }
    guard status == 0 else {
      if said.isEmpty {
        let text = output.split(separator: "\n").first ?? "it said nothing"
        diagnostics.append(
          Diagnostic(
            path: places.path, location: places.places.place(.cell(number), line: 1),
            message: "the compiler failed: \(text)"))
      }
      return lose(group.cells[0])
    }
    modules[number] = artifact
    var interface = CellInterface(cell: number)
    for cell in group.cells {
      interface.declarations += cell.interface.declarations
      interface.imports += cell.interface.imports
    }
    if !preamble.isEmpty { hasPreamble = true }
    scope.add(
      interface, importing: needs.cells,
      isFelt: !preamble.isEmpty || group.cells.contains { $0.interface.isFelt })
  }

  private mutating func lose(_ cell: CellAnalysis) {
    lostNames.formUnion(cell.interface.declarations.map(\.plainName))
  }

  /// Whether the compiler only misses what a cell above would have declared.
  private func isConsequence(_ diagnostic: Diagnostic) -> Bool {
    guard let match = diagnostic.message.firstMatch(of: /^cannot find (?:type )?'([^']+)' in scope/)
    else { return false }
    return lostNames.contains(String(match.1))
  }
}
