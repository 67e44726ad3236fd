/// The kinds of picture that can be embedded in a page.
enum PictureType {
  /// The media type of a file by its extension; `nil` if it is not such a picture.
  static func mediaType(of path: String) -> String? {
    switch path.split(separator: ".").last?.lowercased() {
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    case "gif": "image/gif"
    case "webp": "image/webp"
    case "avif": "image/avif"
    case "apng": "image/apng"
    case "bmp": "image/bmp"
    case "svg": "image/svg+xml"
    default: nil
    }
  }
}
