internal import RunbookOutput

/// A figure of the report, drawn.
struct FigureDrawing: Sendable {
  enum Content: Sendable {
    case images(ImageGrid, ImageGridDrawing, png: [UInt8])
    case plot(Plot, PlotDrawing)
    case vector(VectorDrawing)
  }

  /// The name of the files, without folder and extension.
  var name: String
  var content: Content

  /// The files under `figures/`, by name.
  var files: [String: [UInt8]] {
    switch content {
    case .images(_, _, let png): ["figures/\(name).png": png]
    case .plot(_, let drawing): ["figures/\(name).svg": Array(drawing.file.utf8)]
    case .vector(let drawing): ["figures/\(name).svg": Array(drawing.file.utf8)]
    }
  }
}
