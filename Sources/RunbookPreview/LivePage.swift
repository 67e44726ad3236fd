internal import Foundation

/// A report with the script that keeps it up to date in a browser.
enum LivePage {
  /// Returns the page with the script before the end of its body.
  static func adding(to page: String, version: Int) -> String {
    let script = String(decoding: PackageResources.live_js, as: UTF8.self)
    let element = "<script data-version=\"\(version)\">\n\(script)</script>\n"
    guard let end = page.range(of: "</body>", options: .backwards) else { return page + element }
    return page.replacingCharacters(in: end, with: element + "</body>")
  }
}
