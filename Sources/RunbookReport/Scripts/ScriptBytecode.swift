internal import CJavaScript
internal import RunbookFiles

/// A program in JavaScript, compiled for the engine and cached between runs.
struct ScriptBytecode: Sendable {
  let bytes: [UInt8]

  /// Loads the bytecode of `script`, or compiles it.
  ///
  /// The file's name contains the fingerprint of the script and the engine's version; its first line
  /// contains the fingerprint of the bytecode, since the engine itself does not check the code that
  /// it runs.
  ///
  /// - Parameters:
  ///   - script: the program's text.
  ///   - name: the beginning of the cached file's name.
  ///   - cacheFolder: the folder of the compiled program; with `nil` it is compiled each time.
  init(script: [UInt8], name: String, cacheFolder: String?) throws(ScriptError) {
    let hash = ContentHash(script)
    let path = cacheFolder.map {
      "\($0)/\(name)-\(hash.text)-\(cjavascript_version()).bytecode"
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

  private static func compile(_ script: [UInt8]) throws(ScriptError) -> [UInt8] {
    var bytecode: UnsafeMutableRawPointer?
    var length = 0
    var message: UnsafeMutablePointer<CChar>?
    let status = script.withUnsafeBytes {
      cjavascript_compile(cjavascript_text($0), &bytecode, &length, &message)
    }
    guard status == 0, let bytecode else { throw ScriptError(taking: message) }
    defer { cjavascript_free(bytecode) }
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
