internal import RunbookDocument
internal import RunbookDrawing
internal import RunbookFiles

/// Draws the `dot` fences of a report.
struct GraphDrawer {
  /// After so many graphs in a row that took too long, the others are not tried.
  private static let slowLimit = 3

  private let dot: GraphvizProcess?
  private var slowGraphs = 0
  private(set) var drawings: [String: VectorDrawing] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  private var saysMissing = false

  /// - Parameter dot: the name or path of graphviz's program.
  init(dot: String) {
    self.dot = GraphvizProcess(dot)
  }

  /// Draws a graph, or notes why it stays a listing.
  ///
  /// - Parameter notebook: the path of the notebook in messages.
  mutating func draw(_ listing: Listing, in notebook: String, cache: inout DrawingCache) {
    guard listing.diagram == .graphviz, drawings[listing.source] == nil else { return }
    func note(
      _ severity: Diagnostic.Severity, line: Int = 1, _ message: String
    ) {
      var place = listing.location
      if line > 1 { place.line += line - 1 }
      diagnostics.append(
        Diagnostic(
          severity, path: place.file ?? notebook, location: place, message: message))
    }
    guard let dot else {
      if !saysMissing {
        note(
          .warning,
          "graphviz is missing, so diagrams are shown as their source; "
            + "install the Debian package graphviz")
      }
      saysMissing = true
      return
    }
    do throws(GraphvizProcess.Failure) {
      let output = try output(of: listing.source, dot, cache: &cache)
      for warning in output.warnings { note(.warning, warning) }
      do throws(FigureError) {
        drawings[listing.source] = try GraphvizRestyler.drawing(of: output.svg)
      } catch {
        note(.error, "the diagram cannot be drawn: \(error.message)")
      }
    } catch {
      note(
        .error, line: error.line ?? 1,
        "the diagram cannot be drawn: \(error.message); correct it, or set 'eval: false'")
    }
  }

  /// What dot writes for `graph`, from the cache if it was drawn before.
  private mutating func output(
    of graph: String, _ dot: GraphvizProcess, cache: inout DrawingCache
  ) throws(GraphvizProcess.Failure) -> GraphvizProcess.Output {
    let key = "dot \(dot.version) \(graph)"
    if let kept = cache[key] { return Self.decode(kept) }
    guard slowGraphs < Self.slowLimit else {
      throw GraphvizProcess.Failure(message: "diagrams before it took too long")
    }
    do throws(GraphvizProcess.Failure) {
      let output = try dot.draw(graph)
      cache[key] = Self.encode(output)
      return output
    } catch {
      if error.message.hasPrefix("dot was stopped") { slowGraphs += 1 }
      throw error
    }
  }

  // MARK: Format in the cache: the warnings, a line each, an empty line, the SVG.

  private static func encode(_ output: GraphvizProcess.Output) -> [UInt8] {
    Array((output.warnings.map { $0 + "\n" }.joined() + "\n").utf8) + output.svg
  }

  private static func decode(_ bytes: [UInt8]) -> GraphvizProcess.Output {
    var rest = bytes[...]
    var warnings: [String] = []
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = rest[..<end]
      rest = rest[(end + 1)...]
      if line.isEmpty { break }
      warnings.append(String(decoding: line, as: UTF8.self))
    }
    return GraphvizProcess.Output(svg: Array(rest), warnings: warnings)
  }
}
