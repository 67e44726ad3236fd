package import RunbookFiles

/// What `_runbook.yml` says: settings for all notebooks below its folder.
///
/// It has the keys of a front matter. A notebook's own front matter stands over it, and parameters
/// are joined by name.
package struct ProjectConfiguration: Hashable, Sendable {
  /// The file's name.
  package static let fileName = "_runbook.yml"

  /// The file as it was found, for messages.
  package var path: String
  /// What the file says, over the defaults.
  package var settings: FrontMatter

  /// Reads the settings in `bytes`.
  ///
  /// - Returns: the settings as far as they are sound, and everything wrong with the file.
  package static func parse(
    _ bytes: [UInt8], path: String
  ) -> (configuration: ProjectConfiguration, diagnostics: [Diagnostic]) {
    var log = DiagnosticLog(path: path)
    var configuration = ProjectConfiguration(path: path, settings: FrontMatter())
    do {
      let source = try TextDecoding.decode(bytes)
      let yaml = YAMLText(source, lines: 1..<(source.lineCount + 1))
      configuration.settings = FrontMatterDecoder.decode(yaml, log: &log)
    } catch {
      log.error(error.message, at: error.location)
    }
    return (configuration, log.sorted)
  }

  /// The path of the settings that hold for a notebook: the nearest `_runbook.yml` in its folder
  /// or one above; `nil` if there is none.
  ///
  /// - Parameter path: the notebook, absolute; of a relative path only the named folders are seen.
  package static func find(for path: String) -> String? {
    var folder = path[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      let candidate = "\(folder)/\(fileName)"
      if NotebookFile.exists(candidate) { return candidate }
    }
    return !path.hasPrefix("/") && NotebookFile.exists(fileName) ? fileName : nil
  }
}
