internal import CKaTeX
internal import RunbookDrawing
internal import RunbookFiles

/// KaTeX's program compiled for Duktape, cached between runs.
struct KaTeXBytecode: Sendable {
  let bytes: [UInt8]

  /// Loads the bytecode of `script`, or compiles it.
  ///
  /// The file's name contains the fingerprint of the script and Duktape's version; its first line
  /// contains the fingerprint of the bytecode, since Duktape itself does not check the code that it
  /// runs.
  init(script: [UInt8], cacheFolder: String?) throws(FigureError) {
    let hash = ContentHash(script)
    let path = cacheFolder.map {
      "\($0)/katex-\(hash.text)-\(ckatex_duktape_version()).bytecode"
    }
    if let path, let file = try? FileAccess.read(path), let bytes = Self.content(of: file) {
      self.bytes = bytes
      return
    }
    bytes = try Self.compile(script)
    if let path, let cacheFolder {
      try? FileAccess.makeFolder(cacheFolder)
      try? FileAccess.replace(path, with: Self.file(bytes))
    }
  }

  private static func compile(_ script: [UInt8]) throws(FigureError) -> [UInt8] {
    var bytecode: UnsafeMutableRawPointer?
    var length = 0
    var message: UnsafeMutablePointer<CChar>?
    let status = script.withUnsafeBytes {
      ckatex_compile(
        $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, &bytecode, &length,
        &message)
    }
    guard status == 0, let bytecode else {
      throw FigureError(message: "KaTeX cannot be compiled: \(KaTeXEngine.take(message))")
    }
    defer { ckatex_free(bytecode) }
    return [UInt8](UnsafeRawBufferPointer(start: bytecode, count: length))
  }

  private static func file(_ bytes: [UInt8]) -> [UInt8] {
    Array("\(ContentHash(bytes).text)\n".utf8) + bytes
  }

  private static func content(of file: [UInt8]) -> [UInt8]? {
    let start = ContentHash.textLength + 1
    guard file.count > start else { return nil }
    let bytes = Array(file[start...])
    return Self.file(bytes) == file ? bytes : nil
  }
}
