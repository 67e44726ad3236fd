internal import RunbookFiles

/// Compiles groups of cells to interfaces, one group after the other, and collects the diagnostics.
struct CellTypeChecker {
  private let diagnosing: CellDiagnostics
  private let preamble: [String]
  private let compiler: CellCompiler
  private let folder: String
  private var scope = CellScope()
  /// The module that holds each cell, by the number that names the module.
  private var modules: [Int: CompiledCell] = [:]
  private var hasPreamble = false
  /// Names of which it is known already that nothing declares them.
  private var lostNames: Set<String>
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - preamble: the lines that declare the notebook's parameters.
  ///   - folder: a folder for the modules, which the caller deletes.
  ///   - lostNames: names whose absence is reported elsewhere.
  init(
    _ diagnosing: CellDiagnostics, preamble: [String], compiler: CellCompiler, folder: String,
    lostNames: Set<String>
  ) {
    self.diagnosing = diagnosing
    self.preamble = preamble
    self.compiler = compiler
    self.folder = folder
    self.lostNames = lostNames
  }

  /// Compiles a group of cells to a module that later ones import; if that fails, each cell by itself.
  ///
  /// - Throws: `ExecutionError` when the compiler cannot be run, `SystemError` when its source cannot be
  ///   written.
  mutating func compile(_ group: CellGroup) throws {
    guard let number = group.cells.first?.cell else { return }
    if group.cells.count == 1, let problem = group.cells[0].problems.first {
      diagnostics.append(diagnosing.diagnostic(problem, ofCell: number))
      return lose(group.cells[0])
    }
    let needs = scope.needs(of: group.cells.reduce(into: []) { $0.formUnion($1.mentions) })
    let preamble = hasPreamble ? [] : preamble
    let artifact = CompiledCell(cell: number, folder: "\(folder)/\(number)")
    try FileAccess.makeFolder(artifact.folder)
    let source = CellSource(of: group.cells, needs: needs, preamble: preamble)
    try FileAccess.replace(artifact.source, with: source.text.utf8, isDurable: false)
    let command = compiler.checkCommand(artifact, earlier: needs.cells.compactMap { modules[$0] })
    let (status, output) = try ChildProcess(command).wait()
    let messages = CompilerMessage.parse(output)
    // After a statement that never returns the compiler warns of the next cell's first line.
    let isDoubtful = status != 0 || messages.contains(where: \.isAboutUnreachableCode)
    if isDoubtful, group.cells.count > 1 {
      for cell in group.cells { try compile(CellGroup(cell)) }
      return
    }
    take(messages, ofCell: number)
    guard status == 0 else {
      if !messages.contains(where: { $0.severity == .error }) {
        let text = output.split(separator: "\n").first ?? "it said nothing"
        let problem = CellAnalysis.Problem(
          line: 1, column: 1, message: "the compiler failed: \(text)")
        diagnostics.append(diagnosing.diagnostic(problem, ofCell: number))
      }
      return lose(group.cells[0])
    }
    modules[number] = artifact
    var interface = CellInterface(cell: number)
    for cell in group.cells {
      interface.declarations += cell.interface.declarations
      interface.imports += cell.interface.imports
      if cell.interface.affectsAllLaterCells { interface.affectsAllLaterCells = true }
    }
    if !preamble.isEmpty { hasPreamble = true }
    scope.add(
      interface, importing: needs.cells,
      affectsAllLaterCells: interface.affectsAllLaterCells || !preamble.isEmpty)
  }

  /// Keeps the messages, but for those that only miss a name that a cell above would have declared.
  private mutating func take(_ messages: [CompilerMessage], ofCell number: Int) {
    for message in messages where message.severity != .note {
      if let name = message.missingName, lostNames.contains(name) { continue }
      guard let diagnostic = diagnosing.diagnostic(message, compiling: number) else { continue }
      diagnostics.append(diagnostic)
    }
  }

  private mutating func lose(_ cell: CellAnalysis) {
    lostNames.formUnion(cell.interface.declarations.map(\.plainName))
  }
}
