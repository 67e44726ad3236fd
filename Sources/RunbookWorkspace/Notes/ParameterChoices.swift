package import RunbookDocument
package import RunbookFiles

/// What a command line says of a note: values that stand over those of its front matter, and whether
/// HTML is copied.
package struct ParameterChoices: Hashable, Sendable {
  /// `name:value` or `name=value`; these stand over the file.
  package var arguments: [String]
  /// A YAML file of such values.
  package var file: String?
  /// Whether `html: true` of the note is obeyed, so that its HTML reaches the page as it is.
  package var allowsHTML: Bool

  package init(arguments: [String] = [], file: String? = nil, allowsHTML: Bool = false) {
    self.arguments = arguments
    self.file = file
    self.allowsHTML = allowsHTML
  }

  /// Reads the file and takes the arguments apart.
  package func read() -> (overrides: [ParameterOverride], diagnostics: [Diagnostic]) {
    var overrides: [ParameterOverride] = []
    var diagnostics: [Diagnostic] = []
    if let file {
      do throws(Diagnostic) {
        let parsed = ParameterFile.parse(try NotebookFile.read(path: file), path: file)
        overrides += parsed.overrides
        diagnostics += parsed.diagnostics
      } catch {
        diagnostics.append(error)
      }
    }
    for argument in arguments {
      if let override = ParameterOverride(argument: argument) {
        overrides.append(override)
      } else {
        diagnostics.append(
          Diagnostic(path: "-P \(argument)", message: "no value; write -P name:value"))
      }
    }
    return (overrides, diagnostics)
  }
}
