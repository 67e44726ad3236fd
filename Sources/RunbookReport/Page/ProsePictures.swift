internal import RunbookDocument
internal import RunbookFiles
internal import RunbookOutput

/// The pictures that the prose shows, read from the notebook's folder to be embedded in the page.
struct ProsePictures {
  /// By the path in the notebook.
  private var addresses: [String: String] = [:]
  /// The author's HTML with embedded pictures, by the original HTML.
  private var embedded: [String: String] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - markups: Markdown that cells display.
  ///   - search: finds files from the notebook's folder.
  init(_ notebook: Notebook, markups: [[Block]] = [], search: NoteFileSearch) {
    var images = EmbeddedImages(folder: search.folder)
    for blocks in [notebook.blocks] + markups {
      blocks.visit { block in
        switch block.content {
        case .figure(let image): add(image, notebook, search)
        case .html(let html) where notebook.frontMatter.allowsHTML:
          embedded[html] = images.embed(html)
        default: break
        }
      } inline: { inline in
        switch inline.content {
        case .image(let image): add(image, notebook, search)
        case .html(let html) where notebook.frontMatter.allowsHTML:
          embedded[html] = images.embed(html)
        default: break
        }
      }
    }
    diagnostics += images.missing.map { path in
      Diagnostic(
        path: notebook.path,
        message: "the image \(path) cannot be read; its path starts from the notebook's folder")
    }
  }

  /// The picture as an address without a file; `nil` if it could not be read.
  func address(of image: ImageReference) -> String? { addresses[image.source] }

  /// HTML written by the author, with embedded pictures.
  func embed(_ html: String) -> String { embedded[html] ?? html }

  private mutating func add(
    _ image: ImageReference, _ notebook: Notebook, _ search: NoteFileSearch
  ) {
    guard !image.isRemote, addresses[image.source] == nil else { return }
    if image.source.hasPrefix("data:") {
      addresses[image.source] = image.source
      return
    }
    let found = search.find(image.source)
    guard let type = PictureType.mediaType(of: found ?? image.source) else {
      return complain(
        image, notebook, "is not a picture that a page can show; use PNG, JPEG, GIF, WebP or SVG")
    }
    do {
      let bytes = try FileAccess.read(found ?? "\(search.folder)/\(image.source)")
      addresses[image.source] = "data:\(type);base64,\(Base64.encode(bytes))"
    } catch {
      complain(image, notebook, "cannot be read; put the picture beside the notebook")
    }
  }

  private mutating func complain(_ image: ImageReference, _ notebook: Notebook, _ what: String) {
    diagnostics.append(
      Diagnostic(
        .error, path: image.location.file ?? notebook.path, location: image.location,
        message: "'\(image.source)' \(what)"))
  }
}
