/// The names of languages at fences, as highlight.js knows them.
enum ListingLanguage {
  /// Names that highlight.js lacks, and its name for the same or the nearest language.
  private static let others: [String: String] = [
    "python3": "python", "py3": "python", "ipython": "python", "ipython3": "python",
    "pycon": "python", "sage": "python", "cuda": "cpp", "cu": "cpp", "metal": "cpp",
    "jsonc": "json", "json5": "json", "jsonl": "json", "geojson": "json", "ipynb": "json",
    "rscript": "r", "octave": "matlab", "shell-session": "shell", "shellsession": "shell",
    "bash-session": "shell", "sh-session": "shell", "terminal": "shell", "fish": "bash",
    "ksh": "bash", "env": "bash", "dotenv": "bash", "jinja2": "django", "vue": "xml",
    "svelte": "xml", "tsx": "typescript", "mts": "typescript", "mjs": "javascript",
    "cjs": "javascript", "latex": "tex", "bibtex": "tex", "proto": "protobuf", "elisp": "lisp",
    "racket": "scheme", "sqlite": "sql", "mysql": "sql", "conf": "ini", "cfg": "ini",
    "desktop": "ini", "containerfile": "dockerfile", "gitconfig": "ini", "udiff": "diff",
    "objective-c++": "objectivec", "c++11": "cpp", "c++17": "cpp", "c++20": "cpp",
  ]

  /// The name to ask highlight.js for; `nil` where nothing is to be coloured.
  static func name(of language: String) -> String? {
    let name = language.lowercased()
    if ["", "text", "txt", "plain", "plaintext", "output", "none"].contains(name) { return nil }
    return others[name] ?? name
  }
}
