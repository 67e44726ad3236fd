/// Puts the files that a notebook includes in the place of `{{< include _file.md >}}`.
enum IncludeExpansion {
  static func expand(
    _ source: SourceText, path: String, log: inout DiagnosticLog
  ) -> (text: SourceText, files: [String]) {
    (source, [])
  }
}
