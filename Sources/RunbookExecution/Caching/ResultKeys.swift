import Foundation
internal import RunbookDocument
internal import RunbookFiles

/// Names for the cached outputs of a notebook's cells.
///
/// A cell's key covers everything that can change what it puts out: the sources of all cells up to it,
/// its limits, the parameters, the seed, the content of the files it declares in `deps`, and the build
/// of engine, runtime and compiler.
struct ResultKeys {
  private var keys: [Int: String] = [:]

  init(notebook: Notebook, folder: String, engine: String) {
    var hash = ContentHash()
    hash.combine(engine)
    hash.combine(String(notebook.frontMatter.seed))
    hash.combine(ParameterSource(notebook.frontMatter.parameters).text)
    let inline = notebook.inlineExpressionsByCell
    for cell in notebook.cells {
      for expression in inline[cell.index] ?? [] {
        hash.combine("\(expression.index) \(expression.source)")
      }
      hash.combine(cell.source)
      hash.combine(String(describing: cell.options.error))
      for dependency in cell.options.dependencies {
        hash.combine(dependency)
        let path = dependency.hasPrefix("/") ? dependency : "\(folder)/\(dependency)"
        // A file that is not there is a state like any other: the cell may be about to say so.
        hash.combine(FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? [])
        hash.combine(FileManager.default.fileExists(atPath: path) ? "present" : "absent")
      }
      let isCached = EffectiveOptions(cell.options, in: notebook.frontMatter).cache
      keys[cell.index] = isCached ? hash.text : nil
    }
  }

  /// The key of a cell, or `nil` if its author wants it run each time.
  func key(of cell: Cell) -> String? { keys[cell.index] }
}
