internal import Foundation
internal import RunbookDocument
package import RunbookFiles

/// Brings the pictures that a note names on the network beside it.
package struct RemoteImages {
  /// A picture that was brought, or why it was not.
  package struct Outcome: Hashable {
    package var address: String
    /// The new file, relative to the note; `nil` after a failure.
    package var file: String?
    package var diagnostic: Diagnostic?
  }

  private let note: Note
  private let download: (_ address: String, _ path: String) throws(ImageDownload.Failure) -> Void

  /// - Parameter download: writes what an address names to a new file.
  package init(
    _ note: Note,
    download: @escaping (_ address: String, _ path: String) throws(ImageDownload.Failure) -> Void =
      ImageDownload.download
  ) {
    self.note = note
    self.download = download
  }

  /// Downloads every remote picture once and writes its new address into the note.
  ///
  /// No file is replaced but the note, and that only if something was brought.
  ///
  /// - Returns: one outcome per address, in the order of the note.
  /// - Throws: the error of a note that cannot be read or written.
  package func fetch() throws -> [Outcome] {
    guard let notebook = note.readable, let content = note.content else {
      throw note.diagnostics.first { $0.severity == .error }
        ?? Diagnostic(path: note.path, message: "the note cannot be read; check it")
    }
    var files: [String: String] = [:]
    var outcomes: [Outcome] = []
    let images = notebook.images.filter(\.isRemote)
    for image in images where !outcomes.contains(where: { $0.address == image.source }) {
      let place = { (message: String) in
        Diagnostic(
          path: image.location.file ?? note.path, location: image.location, message: message)
      }
      guard image.location.file == nil else {
        outcomes.append(
          Outcome(
            address: image.source,
            diagnostic: place("the picture is named in an included file; fetch it there")))
        continue
      }
      do throws(ImageDownload.Failure) {
        let file = try bring(image.source)
        files[image.source] = file
        outcomes.append(Outcome(address: image.source, file: file))
      } catch {
        outcomes.append(
          Outcome(
            address: image.source,
            diagnostic: place("'\(image.source)' cannot be fetched: \(error.reason)")))
      }
    }
    if !files.isEmpty {
      let text = Self.renaming(files, in: String(decoding: content, as: UTF8.self))
      try FileAccess.replace(note.path, with: text.utf8)
    }
    return outcomes
  }

  // MARK: Files

  /// Downloads a picture to a new file; returns its path relative to the note.
  private func bring(_ address: String) throws(ImageDownload.Failure) -> String {
    let name = (note.path as NSString).lastPathComponent
    let stem = (name as NSString).deletingPathExtension
    let folder = "\(stem)_files"
    let path = "\(note.project.notebookFolder)/\(folder)"
    let temporary = FileAccess.temporaryName(for: "\(path)/picture")
    do throws(SystemError) { try FileAccess.makeFolder(path) } catch {
      throw ImageDownload.Failure(reason: error.diagnostic.message)
    }
    defer { FileAccess.remove(temporary) }
    try download(address, temporary)
    guard let bytes = try? FileAccess.read(temporary), let type = Self.type(of: bytes) else {
      throw ImageDownload.Failure(reason: "what it names is not a picture; check the address")
    }
    let picture = Self.name(of: address)
    for number in 0..<10_000 {
      let file = "\(picture)\(number == 0 ? "" : "-\(number)").\(type)"
      if let known = try? FileAccess.read("\(path)/\(file)") {
        // The same picture was brought before.
        if known == bytes { return "\(folder)/\(file)" }
        continue
      }
      do throws(SystemError) { try FileAccess.write(bytes, to: "\(path)/\(file)") } catch {
        throw ImageDownload.Failure(reason: error.diagnostic.message)
      }
      return "\(folder)/\(file)"
    }
    throw ImageDownload.Failure(reason: "too many files are called '\(picture)'; move some")
  }

  /// The last part of an address without its extension, of characters that every file system has.
  private static func name(of address: String) -> String {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    let last = path.split(separator: "/").last.map(String.init) ?? "picture"
    let stem = last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
    let name = stem.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" }
    let plain = String(name.prefix(80)).drop { $0 == "." }
    return plain.isEmpty ? "picture" : String(plain)
  }

  /// The extension of a picture by its first bytes; `nil` for other content.
  private static func type(of bytes: [UInt8]) -> String? {
    let signs: [(String, [UInt8])] = [
      ("png", [0x89, 0x50, 0x4E, 0x47]), ("jpg", [0xFF, 0xD8, 0xFF]), ("gif", Array("GIF8".utf8)),
      ("bmp", Array("BM".utf8)),
    ]
    if let sign = signs.first(where: { bytes.starts(with: $0.1) }) { return sign.0 }
    let head = bytes.prefix(512)
    if head.starts(with: "RIFF".utf8), head.dropFirst(8).starts(with: "WEBP".utf8) { return "webp" }
    if head.dropFirst(4).starts(with: "ftypavif".utf8) { return "avif" }
    return String(decoding: head, as: UTF8.self).contains("<svg") ? "svg" : nil
  }

  // MARK: The note

  /// The text with the new addresses of pictures; it stays as it is everywhere else.
  ///
  /// - Parameter files: paths by the decoded addresses that they replace.
  static func renaming(_ files: [String: String], in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = nextAddress(in: rest) {
      result += rest[..<start]
      rest = rest[start...]
      let written = rest.prefix { !$0.isWhitespace && !"\"'<>)".contains($0) }
      let decoded = written.replacing("&amp;", with: "&").removingPercentEncoding
      let file =
        files[String(written)] ?? decoded.flatMap { files[$0] }
        ?? decoded.flatMap { files[$0.replacing("\\", with: "")] }
      if let file, isOfPicture(text, at: start) {
        result += encoded(file)
      } else {
        result += written
      }
      rest = rest.dropFirst(written.count)
    }
    return result + rest
  }

  /// The path with what would end an address encoded.
  private static func encoded(_ path: String) -> String {
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      if " %<>()\\\"'&?#".utf8.contains(byte) {
        bytes += "%\(String(byte, radix: 16, uppercase: true))".utf8
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The beginning of the next network address, with its scheme.
  private static func nextAddress(in text: Substring) -> String.Index? {
    guard let slashes = text.firstRange(of: "//")?.lowerBound else { return nil }
    let before = text[..<slashes].suffix(6).lowercased()
    for scheme in ["https:", "http:"] where before.hasSuffix(scheme) {
      return text.index(slashes, offsetBy: -scheme.count)
    }
    return slashes
  }

  /// Whether an address stands where a picture has it: behind `![…](`, `src=` or the `]:` of a
  /// definition.
  private static func isOfPicture(_ text: String, at index: String.Index) -> Bool {
    var before = text[..<index].suffix(2_000)
    while let last = before.last, last == " " || last == "<" || last == "\"" || last == "'" {
      before.removeLast()
    }
    if before.hasSuffix("]:") || before.suffix(4).lowercased() == "src=" { return true }
    guard before.hasSuffix("](") else { return false }
    before.removeLast(1)
    var depth = 0
    while let last = before.popLast() {
      if last == "]" { depth += 1 }
      if last == "[" { depth -= 1 }
      if depth == 0 { return before.last == "!" }
    }
    return false
  }
}
