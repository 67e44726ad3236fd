import Testing

@testable import RunbookDocument

@Suite("Formulas as plain text") struct FormulaTextTests {
  @Test(
    "letters, indices and signs become characters",
    arguments: [
      ("x^2 \\ge 0", "x² ≥ 0"), ("\\mathcal{L}", "L"), ("\\lVert x \\rVert", "∥x∥"),
      ("\\alpha_{ij}", "αᵢⱼ"), ("\\mathbb{R}^n", "ℝⁿ"), ("\\frac{a}{b+c}", "a/(b+c)"),
      ("\\sqrt{2}", "√2"), ("\\hat{y}", "y\u{302}"), ("\\text{if } x", "if x"),
      ("\\operatorname{ReLU}(x)", "ReLU(x)"), ("\\left( a \\right)", "(a)"),
      ("x^{\\theta}", "x^θ"), ("\\log p(y \\mid x)", "log p(y ∣ x)"), ("{", ""), ("\\", ""),
      ("\\begin{aligned} a &= b \\end{aligned}", "a = b"), ("가 \\unknown", "가 unknown"),
    ])
  func text(source: String, expected: String) {
    #expect(FormulaText.text(of: source) == expected)
  }

  @Test("macros are read, and one that names itself ends")
  func macros() {
    let table = MacroTable([
      Macro(name: "\\loss", body: "\\mathcal{L}"), Macro(name: "norm", body: "\\lVert #1 \\rVert"),
      Macro(name: "\\loop", body: "a\\loop"),
    ])
    #expect(FormulaText.text(of: "\\loss(\\norm{x})", macros: table) == "L(∥x∥)")
    #expect(FormulaText.text(of: "\\loop", macros: table).allSatisfy { $0 == "a" })
  }
}
