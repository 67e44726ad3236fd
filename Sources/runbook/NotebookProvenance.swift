import Foundation
import RunbookDocument
import RunbookExecution
import RunbookFiles
import RunbookOutput

extension NotebookSource {
  /// What a report of `notebook` is made from.
  func provenance(of notebook: Notebook, _ executor: NotebookExecutor) -> Provenance {
    var paths = notebook.includes
    let settings = project.root + "/" + ProjectConfiguration.fileName
    if FileAccess.exists(settings) { paths.append(settings) }
    let declared = notebook.cells.flatMap(\.options.dependencies).map(place)
    let inputs = Set(paths.map { URL(fileURLWithPath: $0).standardizedFileURL.path } + declared)
    return Provenance(
      runbook: Runbook.version, swift: SwiftVersion.current, seed: notebook.frontMatter.seed,
      parameters: notebook.frontMatter.parameters.map { parameter in
        Provenance.Parameter(name: parameter.name, value: parameter.value.yaml)
      },
      notebook: input(URL(fileURLWithPath: path).standardizedFileURL.path),
      inputs: inputs.sorted().map(input), cells: executor.cellHashes)
  }

  /// What the provenance calls a file that a cell declares in `deps`.
  func inputName(of dependency: String) -> String { name(of: place(of: dependency)) }

  private func place(of dependency: String) -> String {
    let path = dependency.hasPrefix("/") ? dependency : project.notebookFolder + "/" + dependency
    return URL(fileURLWithPath: path).standardizedFileURL.path
  }

  private func input(_ path: String) -> Provenance.Input {
    let bytes = try? FileAccess.readIfPresent(path)
    return Provenance.Input(path: name(of: path), object: bytes.map { GitObject.name(of: $0) })
  }

  /// The path from the notebook's folder; an absolute one would tell where the project lies.
  private func name(of path: String) -> String {
    var folder = project.notebookFolder
    var steps = ""
    while !path.hasPrefix(folder + "/") {
      guard folder.count > project.root.count, let slash = folder.lastIndex(of: "/") else {
        return path.split(separator: "/").last.map(String.init) ?? path
      }
      folder = String(folder[..<slash])
      steps += "../"
    }
    return steps + path.dropFirst(folder.count + 1)
  }
}

extension FrontMatter.Parameter {
  fileprivate var yaml: String {
    switch self {
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .double(let value): String(value)
    case .string(let value): value
    }
  }
}
