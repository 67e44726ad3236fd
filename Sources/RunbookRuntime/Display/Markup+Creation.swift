internal import RunbookDrawing

/// Text that the report sets as prose: emphasis, lists, tables, formulas between dollars.
///
/// - Parameter source: Markdown; HTML in it is shown as text.
public func markdown(_ source: String) -> Markup {
  Markup(language: .markdown, source: source)
}

/// A formula on a line of its own.
///
/// - Parameter source: LaTeX without dollars, for example `"A = \\(matrix.latex)"` with the
///   interpolation of Swift.
public func latex(_ source: String) -> Markup {
  Markup(language: .latex, source: source)
}

extension Tensor {
  /// The tensor as LaTeX: a number, a column in brackets, or a matrix in brackets, to be put into
  /// `latex(_:)`; long axes show both ends.
  ///
  /// - Precondition: at most two axes.
  public var latex: String {
    guard rank <= 2 else {
      fatalError("latex: shape \(shape) is not a matrix; take a slice with at most 2 axes")
    }
    if rank == 0 { return DisplayForm.latex(item) }
    let isColumn = rank == 1
    let excerpt = TensorExcerpt(shape: isColumn ? [shape[0], 1] : shape)
    let rows = (excerpt.slices.first?.rows ?? []).map { row in
      let isGap = row.allSatisfy { $0 == nil }
      return row.map { position in
        position.map { DisplayForm.latex(element(at: $0)) } ?? (isGap ? "\\vdots" : "\\cdots")
      }.joined(separator: " & ")
    }
    return "\\begin{bmatrix} \(rows.joined(separator: " \\\\ ")) \\end{bmatrix}"
  }
}

extension DisplayForm {
  /// A number to four digits as LaTeX writes it.
  static func latex(_ value: Double) -> String {
    guard value.isFinite else {
      return value.isNaN ? "\\mathrm{NaN}" : value < 0 ? "-\\infty" : "\\infty"
    }
    let parts = NumberText.short(value).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1].drop { $0 == "+" }) else {
      return NumberText.short(value)
    }
    return "\(parts[0]) \\cdot 10^{\(exponent)}"
  }
}
