package import RunbookOutput

/// A file of an output folder.
package struct OutputFile: Hashable, Sendable {
  /// The path within the folder, for example `figures/fig-maps.png`.
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// The files in which a recording is stored; implemented by the writer of reports.
package protocol RecordingLayout: Sendable {
  /// Returns `results.json` and the figures it names.
  func files(for recording: Recording) throws -> [OutputFile]

  /// Returns the recording encoded in `results`, the bytes of `results.json`.
  func recording(from results: [UInt8]) throws -> Recording
}

/// The simplest layout: `results.json` is the recording itself, and no figure is drawn.
package struct PlainLayout: RecordingLayout {
  package init() {}

  package func files(for recording: Recording) throws -> [OutputFile] {
    let json = try OutputJSON.encode(recording, pretty: true)
    return [OutputFile(name: "results.json", bytes: Array(json))]
  }

  package func recording(from results: [UInt8]) throws -> Recording {
    try OutputJSON.decode(Recording.self, from: results)
  }
}
