package import RunbookFiles

/// The contents of `_runbook.yml`: settings for all notebooks below its folder.
///
/// It has the keys of a front matter. A notebook's own front matter overrides it; parameters are
/// merged by name.
package struct ProjectConfiguration: Hashable, Sendable {
  /// The file's name.
  package static let fileName = "_runbook.yml"

  /// The path at which the file was found, for messages.
  package var path: String
  /// The settings of the file, over the defaults.
  package var settings: FrontMatter

  /// Reads the settings in `bytes`.
  ///
  /// - Returns: the valid settings, and all diagnostics of the file.
  package static func parse(
    _ bytes: [UInt8], path: String
  ) -> (configuration: ProjectConfiguration, diagnostics: [Diagnostic]) {
    var log = DiagnosticLog(path: path)
    var configuration = ProjectConfiguration(path: path, settings: FrontMatter())
    do {
      let source = try TextDecoding.decode(bytes)
      let yaml = YAMLText(source)
      configuration.settings = FrontMatterDecoder.decode(yaml, log: &log).stated(in: path)
    } catch {
      log.error(error.message, at: error.location)
    }
    return (configuration, log.sorted)
  }

  /// The path of the settings for a notebook: the nearest `_runbook.yml` in its folder or one
  /// above; `nil` if there is none.
  ///
  /// - Parameter path: the notebook, absolute; of a relative path only the named folders are
  ///   searched.
  package static func find(for path: String) -> String? {
    var folder = path[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      let candidate = "\(folder)/\(fileName)"
      if FileAccess.exists(candidate) { return candidate }
    }
    return !path.hasPrefix("/") && FileAccess.exists(fileName) ? fileName : nil
  }
}
