/// A piece of code on the page and the language that it is coloured in.
struct SourceCode: Hashable {
  /// As at the fence; empty if there is none.
  var language: String
  var text: String
}
