/// The second half of messages of KaTeX: the command to write instead of an unknown one.
enum FormulaAdvice {
  static func advice(for message: String) -> String {
    for (word, advice) in replacements where message.hasSuffix(word) { return advice }
    return "see katex.org/docs/supported for supported commands"
  }

  /// The ends of messages, and what to do.
  private static let replacements: [(String, String)] = [
    ("No such environment: tabular", "write a table of Markdown, or 'array'"),
    ("No such environment: itemize", "write a list of Markdown"),
    ("No such environment: enumerate", "write a list of Markdown"),
    ("No such environment: tikzpicture", "draw it elsewhere, and show the picture"),
    ("No such environment: figure", "write a picture of Markdown"),
    ("No such environment: empheq", "write 'align', and '\\boxed{…}' in it"),
    ("No such environment: algorithm", "write a listing, or a list of Markdown"),
    (
      "No such environment: psmallmatrix",
      "write '\\left(\\begin{smallmatrix}…\\end{smallmatrix}\\right)'"
    ),
    ("\\eqalign", "write '\\begin{aligned}…\\end{aligned}'"),
    ("\\cases", "write '\\begin{cases}…\\end{cases}'"),
    ("\\pmatrix", "write '\\begin{pmatrix}…\\end{pmatrix}'"),
    ("\\bmatrix", "write '\\begin{bmatrix}…\\end{bmatrix}'"),
    ("\\matrix", "write '\\begin{matrix}…\\end{matrix}'"),
    ("\\enclose", "write '\\cancel', '\\boxed' or '\\overline'"),
    ("\\slashed", "write '\\not'"),
    ("\\vbox", "write '\\begin{array}…\\end{array}'"),
    ("\\includegraphics", "write a picture of Markdown, '![…](…)'"),
    ("\\multicolumn", "leave columns empty; KaTeX's 'array' has no spanning cells"),
    ("\\multirow", "leave rows empty; KaTeX's 'array' has no spanning cells"),
    ("\\cline", "write '\\hline'"),
    ("\\resizebox", "write '\\small' or '\\large'"),
    ("\\scalebox", "write '\\small' or '\\large'"),
    ("\\unicode", "write the character itself"),
    ("\\sideset", "write '{}_{a}\\sum'"),
    ("\\definecolor", "write the colour where it is used: '\\textcolor{#c00}{…}'"),
    ("\\qty", "write '\\left(…\\right)', or '5\\,\\text{m}'"),
    ("\\uppercase", "write capital letters"),
    ("\\cite", "write '[@key]' outside the formula"),
    ("\\footnote", "write '[^1]' outside the formula"),
  ]
}
