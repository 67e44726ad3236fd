internal import RunbookOutput

/// A figure of the report, drawn.
struct FigureDrawing: Sendable {
  enum Content: Sendable {
    case images(ImageGrid, ImageGridDrawing)
    case plot(Plot, PlotDrawing)
  }

  /// The files' name without folder and extension.
  var name: String
  var content: Content
  var png: [UInt8]

  /// The files under `figures/`, by name.
  var files: [String: [UInt8]] {
    var files = ["figures/\(name).png": png]
    if case .plot(_, let drawing) = content {
      files["figures/\(name).svg"] = Array(drawing.file.utf8)
    }
    return files
  }
}
