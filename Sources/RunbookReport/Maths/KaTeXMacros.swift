/// Commands of LaTeX and its packages that KaTeX lacks, in terms of those that it has.
///
/// A note's own macros of the same name replace them.
enum KaTeXMacros {
  /// A program that defines `standardMacros` for KaTeX.
  static let program: String = {
    let entries = definitions.split(separator: "\n").map { line -> String in
      let parts = line.split(separator: " ", maxSplits: 1)
      let body = parts.count > 1 ? String(parts[1]) : ""
      return "\(quoted(String(parts[0]))):\(quoted(body))"
    }
    return "var standardMacros={\(entries.joined(separator: ","))};"
  }()

  private static func quoted(_ text: String) -> String {
    "\"" + text.map { "\\\"".contains($0) ? "\\\($0)" : String($0) }.joined() + "\""
  }

  /// A command and its meaning on each line.
  private static let definitions = #"""
    \mbox \text{#1}
    \mathds \mathbb{#1}
    \mathbbm \mathbb{#1}
    \mathpzc \mathcal{#1}
    \mathup \mathrm{#1}
    \symbf \boldsymbol{#1}
    \mathbfit \boldsymbol{#1}
    \mathbfcal \boldsymbol{\mathcal{#1}}
    \mit \mathit{#1}
    \textsc \text{#1}
    \textsl \textit{#1}
    \ensuremath #1
    \boldmath
    \unboldmath
    \centering
    \noindent
    \xspace
    \displaylimits
    \null
    \strut \mathstrut
    \hfill \quad
    \hfil \quad
    \par \\
    \vspace \@ifstar\@without\@without
    \@without \@secondoftwo{#1}{}
    \smallskip
    \medskip
    \bigskip
    \lefteqn \rlap{$\displaystyle #1$}
    \mathlarger {\large #1}
    \framebox \boxed{#1}
    \bbox \boxed{#1}
    \class \@secondoftwo{#1}{#2}
    \cssId \@secondoftwo{#1}{#2}
    \style \@secondoftwo{#1}{#2}
    \nicefrac {}^{#1}\!/_{#2}
    \sfrac {}^{#1}\!/_{#2}
    \prescript {}^{#1}_{#2}#3
    \overparen \overgroup{#1}
    \wideparen \overgroup{#1}
    \underparen \undergroup{#1}
    \overbracket \overline{#1}
    \underbracket \underline{#1}
    \iiiint \int\!\!\!\iiint
    \fint \mathop{\rlap{\hspace{0.2em}-}\int}\nolimits
    \bigtimes \mathop{\Large\times}
    \dddot \overset{...}{#1}
    \ddddot \overset{....}{#1}
    \iddots \mathinner{\raisebox{0em}{.}\raisebox{0.35em}{.}\raisebox{0.7em}{.}}
    \adots \iddots
    \celsius {}^{\circ}\mathrm{C}
    \textdegree \degree
    \euro \text{€}
    \texteuro \text{€}
    \textquotesingle \text{'}
    \textasciitilde \sim
    \textunderscore \_
    \textemdash \text{—}
    \ss \text{ß}
    \o \text{ø}
    \upalpha \alpha
    \upbeta \beta
    \upgamma \gamma
    \updelta \delta
    \upmu \mu
    \uppi \pi
    \upsigma \sigma
    \si \@siunit
    \unit \@siunit
    \@siunit \mathrm{#1}
    \num \mathrm{#1}
    \ang #1^{\circ}
    \SI #1\,\mathrm{#2}
    \SIrange #1\text{–}#2\,\mathrm{#3}
    \meter m
    \metre m
    \second s
    \gram g
    \kilogram kg
    \kelvin K
    \ampere A
    \mole mol
    \hertz Hz
    \newton N
    \pascal Pa
    \joule J
    \watt W
    \coulomb C
    \volt V
    \ohm \Omega
    \percent \%
    \bit bit
    \byte B
    \minute min
    \hour h
    \kilo k
    \mega M
    \giga G
    \tera T
    \centi c
    \milli m
    \micro \mu
    \nano n
    \pico p
    \per /
    \squared ^{2}
    \cubed ^{3}
    \norm \lVert #1 \rVert
    \abs \lvert #1 \rvert
    \dv \frac{\mathrm{d}#1}{\mathrm{d}#2}
    \pdv \frac{\partial #1}{\partial #2}
    """#
}
