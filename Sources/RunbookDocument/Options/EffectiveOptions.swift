/// The settings of one cell: its own options override the document's, which override the project's.
package struct EffectiveOptions: Hashable, Sendable {
  /// Whether the report shows the code.
  package var echo: Bool
  /// Whether the report shows the cell's outputs.
  package var output: Bool
  /// Whether the report shows the cell's standard error.
  package var warning: Bool
  /// Whether the cell is allowed to fail.
  package var error: Bool
  package var cache: Bool
  /// Whether the code is folded until the reader opens it.
  package var codeFold: Bool
  /// The time limit of the cell in seconds.
  package var timeout: Double

  package init(_ options: CellOptions, in frontMatter: FrontMatter) {
    let include = options.include ?? true
    echo = include && (options.echo ?? frontMatter.execution.echo)
    output = include && (options.output ?? true)
    warning = include && (options.warning ?? true)
    error = options.error ?? frontMatter.execution.error
    cache = options.cache ?? frontMatter.execution.cache
    codeFold = options.codeFold ?? frontMatter.codeFold
    timeout = options.timeout ?? frontMatter.execution.timeout
  }
}
