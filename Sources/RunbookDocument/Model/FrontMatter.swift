package import RunbookFiles

/// The YAML at the beginning of a notebook.
package struct FrontMatter: Hashable, Sendable {
  /// A value of `params:`, typed as YAML types it.
  package enum Parameter: Hashable, Sendable {
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    /// Values of one type.
    indirect case list([Parameter])
  }

  /// The `execute:` part.
  package struct Execution: Hashable, Sendable {
    package var echo = true
    package var eval = true
    package var error = false
    package var cache = true
    /// The time limit of a cell in seconds.
    package var timeout = 600.0

    package init() {}
  }

  package enum Theme: String, Hashable, Sendable {
    case auto, light, dark
  }

  package var title: String?
  package var subtitle: String?
  /// The location of the title's and the subtitle's words.
  var titlePlace: TextPlace?
  var subtitlePlace: TextPlace?
  package var authors: [String] = []
  package var date: String?
  package var dateFormat: String?
  /// BCP 47; `en` unless stated.
  package var language = "en"
  package var tableOfContents = true
  package var tableOfContentsDepth = 3
  package var numberSections = false
  /// In the order in which they are written.
  package var parameters: [NamedParameter] = []
  package var seed: UInt64 = 0
  package var theme = Theme.auto
  package var codeFold = false
  /// Whether the report contains its pictures and fonts.
  package var embedResources = true
  /// Whether HTML in the prose is copied to the page; otherwise `HTMLAllowList` decides what reaches it.
  package var allowsHTML = false
  /// The location of the key that says so.
  var htmlPlace: SourceLocation?
  package var execution = Execution()
  /// How the regression tests compare outputs, unless a cell overrides it.
  package var comparison = ComparisonOptions()
  /// Jekyll's `categories` and `tags`.
  package var tags: [String] = []
  package var lastModified: String?
  /// The files of the works that can be cited.
  var bibliography: [StatedFile] = []
  /// The style of citations, as named; authors and years if `nil`.
  var citationStyle: StatedFile?
  /// The keys of works that are listed though they are not cited; `*` for all.
  var uncitedKeys: [String] = []
  /// Whether the works that are cited are listed.
  package var showsBibliography = true
  /// The heading of that list; by the language if `nil`.
  var statedBibliographyTitle: String?
  /// Whether the report names the commit that it was made from.
  package var namesCommit = false

  package init() {}

  /// The heading of the list of works.
  var bibliographyTitle: String {
    statedBibliographyTitle
      ?? (language == "ko" || language.hasPrefix("ko-") ? "참고 문헌" : "References")
  }

  package struct NamedParameter: Hashable, Sendable {
    package var name: String
    package var value: Parameter
    package var location: SourceLocation

    package init(name: String, value: Parameter, location: SourceLocation) {
      self.name = name
      self.value = value
      self.location = location
    }
  }
}
