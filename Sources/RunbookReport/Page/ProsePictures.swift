internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// The pictures that Markdown in the prose shows, read from the notebook's folder to be embedded in the page.
struct ProsePictures {
  /// By the path that the notebook names.
  private var addresses: [String: String] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter folder: the notebook's folder.
  init(_ notebook: Notebook, folder: String) {
    for case .image(let image) in notebook.fragments where !image.isRemote {
      guard addresses[image.source] == nil else { continue }
      if image.source.hasPrefix("data:") {
        addresses[image.source] = image.source
        continue
      }
      guard let type = PictureType.mediaType(of: image.source) else {
        complain(
          image, notebook, "is no picture that a page can hold; use PNG, JPEG, GIF, WebP or SVG")
        continue
      }
      let path = image.source.hasPrefix("/") ? image.source : "\(folder)/\(image.source)"
      do {
        let bytes = try FileAccess.read(path)
        addresses[image.source] = "data:\(type);base64,\(Base64.encode(bytes))"
      } catch {
        complain(image, notebook, "cannot be read; put the picture beside the notebook")
      }
    }
  }

  /// The picture as an address that needs no file; `nil` if it could not be read.
  func address(of image: ImageReference) -> String? { addresses[image.source] }

  private mutating func complain(_ image: ImageReference, _ notebook: Notebook, _ what: String) {
    diagnostics.append(
      Diagnostic(
        .error, path: image.location.file ?? notebook.path, location: image.location,
        message: "'\(image.source)' \(what)"))
  }
}
