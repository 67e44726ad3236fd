/// The characters of Unicode for commands of LaTeX.
enum FormulaSymbols {
  static let symbols: [String: String] = pairs(
    """
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ
    phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ
    Phi Φ Psi Ψ Omega Ω times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖
    otimes ⊗ odot ⊙ le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ne ≠ neq ≠ ll ≪ gg ≫ approx ≈ sim ∼
    simeq ≃ cong ≅ equiv ≡ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ cup ∪
    cap ∩ setminus ∖ emptyset ∅ varnothing ∅ forall ∀ exists ∃ neg ¬ lnot ¬ land ∧ wedge ∧ lor ∨
    vee ∨ to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ implies ⇒ Leftarrow ⇐
    Leftrightarrow ⇔ iff ⇔ mapsto ↦ uparrow ↑ downarrow ↓ longrightarrow ⟶ hookrightarrow ↪
    infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ ldots … dots … cdots ⋯
    vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ prime ′ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ angle ∠ perp ⊥ parallel ∥
    mid ∣ vert | lvert | rvert | Vert ∥ lVert ∥ rVert ∥ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈
    rceil ⌉ lbrace { rbrace } lbrack [ rbrack ] backslash \\ colon : degree ° dagger † top ⊤ bot ⊥
    square □ Box □ triangle △ checkmark ✓ sharp ♯ flat ♭ copyright © S § P ¶ coloneqq ≔ triangleq ≜
    R ℝ N ℕ Z ℤ Q ℚ C ℂ models ⊨ vdash ⊢ prec ≺ succ ≻ hslash ℏ imath ı jmath ȷ
    lt < gt > And & dotsm ⋯ lll ⋘ ggg ⋙ wp ℘ because ∵ therefore ∴
    """
  ).merging(["quad": " ", "qquad": " ", "space": " ", "enspace": " ", "thinspace": " "]) { $1 }

  /// Commands that KaTeX sets with a space behind them, as text needs it too.
  static let operators: Set<String> = [
    "sin", "cos", "tan", "log", "ln", "exp", "max", "min", "arg", "argmax", "argmin", "lim", "sup",
    "inf", "det", "dim", "ker", "gcd", "Pr",
  ]

  /// Combining characters that follow a letter.
  static let accents: [String: String] = [
    "hat": "\u{302}", "widehat": "\u{302}", "bar": "\u{304}", "overline": "\u{304}",
    "tilde": "\u{303}", "widetilde": "\u{303}", "vec": "\u{20D7}", "dot": "\u{307}",
    "ddot": "\u{308}", "check": "\u{30C}", "breve": "\u{306}", "acute": "\u{301}",
    "grave": "\u{300}", "mathring": "\u{30A}",
  ]

  static let doubleStruck: [Character: String] = letters(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ1", "𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ𝟙")

  static let raised: [Character: String] = letters(
    "0123456789+−=()nijabcdefghklmoprstuvwxyzTABDEGHIJKLMNOPRUVW′∗",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱʲᵃᵇᶜᵈᵉᶠᵍʰᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵁⱽᵂ′*")

  static let lowered: [Character: String] = letters(
    "0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")

  private static func pairs(_ text: String) -> [String: String] {
    var pairs: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      for index in stride(from: 0, to: words.count - 1, by: 2) {
        pairs[String(words[index])] = String(words[index + 1])
      }
    }
    return pairs
  }

  private static func letters(_ plain: String, _ styled: String) -> [Character: String] {
    Dictionary(zip(plain, styled.map(String.init)), uniquingKeysWith: { first, _ in first })
  }
}
