import Foundation
import Testing

/// The folders of `RunbookExecution` are layers: what is declared in one is used in those behind it only.
@Suite struct LayerTests {
  private static let layers = [
    "Processes", "Tools", "Cells", "Storage", "Compilation", "Kernel", "Running", "Notebooks",
  ]

  private static let sources =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path + "/Sources/RunbookExecution"

  /// The code of each file of a folder, without comments and texts.
  private func files(of layer: String) throws -> [String: String] {
    let folder = "\(Self.sources)/\(layer)"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try names.reduce(into: [:]) { files, name in
      files[name] = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        .replacing(/\/\/.*/, with: "").replacing(/"[^"\n]*"/, with: "")
    }
  }

  @Test("every folder is a layer")
  func folders() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources)
      .filter { !$0.hasSuffix(".swift") }
    #expect(Set(folders) == Set(Self.layers))
  }

  @Test("no folder uses what a folder above it declares")
  func direction() throws {
    var layerOfName: [String: Int] = [:]
    var codes: [(layer: Int, file: String, code: String)] = []
    for (layer, folder) in Self.layers.enumerated() {
      for (file, code) in try files(of: folder) {
        codes.append((layer, "\(folder)/\(file)", code))
        // What begins a line is not nested.
        for match in code.matches(
          of: #/(?m)^(?:package |final |private )*(?:struct|class|enum|protocol|func) (\w+)/#)
        {
          layerOfName[String(match.1)] = layer
        }
      }
    }
    #expect(layerOfName.count > 40)
    for (layer, file, code) in codes {
      for match in code.matches(of: /\w+/) {
        guard let other = layerOfName[String(match.0)], other > layer else { continue }
        Issue.record("\(file) uses \(match.0) of \(Self.layers[other])")
      }
    }
  }
}
