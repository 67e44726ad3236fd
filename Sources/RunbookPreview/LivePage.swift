internal import Foundation
internal import RunbookFiles

/// A report with the script that keeps it up to date in a browser.
enum LivePage {
  /// Returns the page with the script before the end of its body.
  static func adding(to page: String, version: Int) -> String {
    let script = "\n" + String(decoding: PackageResources.live_js, as: UTF8.self)
    let element = "<script data-version=\"\(version)\">\(script)</script>\n"
    let page = allowing(script, in: page)
    guard let end = page.range(of: "</body>", options: .backwards) else { return page + element }
    return page.replacingCharacters(in: end, with: element + "</body>")
  }
  /// The page with a policy that lets the script run, and lets it ask this server for changes.
  private static func allowing(_ script: String, in page: String) -> String {
    let hash = Data(SHA256.digest(of: Array(script.utf8))).base64EncodedString()
    guard let policy = page.range(of: "content=\"default-src 'none'; script-src ") else { return page }
    return page.replacingCharacters(
      in: policy,
      with: "content=\"default-src 'none'; connect-src 'self'; script-src 'sha256-\(hash)' ")
  }
}
