internal import RunbookDocument
internal import RunbookExecution
package import RunbookFiles
package import RunbookOutput

extension Note {
  /// The sources of a report of this note: versions, parameters, files.
  ///
  /// - Throws: the first error of a note that has errors.
  package func provenance() throws(Diagnostic) -> Provenance {
    let notebook = try runnable()
    var paths = notebook.includes + notebook.bibliographyFiles
    if FileAccess.exists(project.settingsFile) { paths.append(project.settingsFile) }
    let declared = notebook.cells.flatMap(\.options.dependencies).map(place)
    let inputs = Set(paths.map(FilePath.absolute) + declared)
    return Provenance(
      runbook: RunbookVersion.current, swift: SwiftVersion.current,
      seed: notebook.frontMatter.seed,
      parameters: notebook.frontMatter.parameters.map { parameter in
        Provenance.Parameter(name: parameter.name, value: parameter.value.text)
      },
      notebook: Provenance.Input(
        path: name(of: FilePath.absolute(path)), object: content.map { GitObject.name(of: $0) }),
      inputs: inputs.sorted().map(input), cells: notebook.cellHashes)
  }

  /// The name that the provenance gives to a file which a cell declares in `deps`.
  func inputName(of dependency: String) -> String { name(of: place(of: dependency)) }

  private func place(of dependency: String) -> String {
    FilePath.absolute(
      dependency.hasPrefix("/") ? dependency : project.notebookFolder + "/" + dependency)
  }

  private func input(_ path: String) -> Provenance.Input {
    let bytes = try? DependencyContent.read(path)
    return Provenance.Input(path: name(of: path), object: bytes.map { GitObject.name(of: $0) })
  }

  /// The path from the notebook's folder; an absolute one would reveal where the project lies.
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
