internal import RunbookDrawing
internal import RunbookOutput

extension DiffPage {
  /// Whether a claim held and holds, with what was measured.
  static func claims(_ old: Claim, _ new: Claim) -> [String] {
    ["<div class=\"claims\">", claim(old, "accepted"), claim(new, "now"), "</div>"]
  }

  private static func claim(_ claim: Claim, _ title: String) -> String {
    "<div class=\"claim \(claim.holds ? "held" : "broken")\"><span class=\"side\">\(title)</span>"
      + "<span class=\"mark\">\(claim.holds ? "✓ holds" : "✗ does not hold")</span>"
      + "<span class=\"evidence\">\(escape(claim.evidence))</span></div>"
  }

  /// All outputs of a cell that is new, or gone.
  static func cell(_ outputs: [Output], isGone: Bool) -> [String] {
    ["<div class=\"lone-cell \(isGone ? "old" : "new")\">"] + outputs.flatMap(\.difference.html)
      + ["</div>"]
  }

  static func pictures(_ grid: ImageGrid) -> [String] {
    let colors = ImageColors(grid)
    return ["<div class=\"triptych\">"]
      + grid.panels.enumerated().map { index, panel in
        let name = panel.title.isEmpty ? "image \(index + 1)" : panel.title
        let pixels = PixelPicture(
          panel, range: colors.images[index], overlay: colors.overlays[index])
        return picture(pixels, caption: name, name: "image \(index + 1)")
      } + ["</div>"]
  }
}
