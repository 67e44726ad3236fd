internal import Glibc
internal import RunbookFiles

/// The drawings of a notebook's last rendering: formulas, plots, coloured code.
///
/// There is one file per notebook. Each rendering writes a new file with the entries that it used,
/// so the file does not grow without bound. A damaged file, or one of another version, counts as
/// empty.
struct DrawingCache: Sendable {
  private let path: String?
  private var known: [String: [UInt8]] = [:]
  private var used: [String: [UInt8]] = [:]
  private var isChanged = false

  /// Another build of the program may draw differently, so each build has its own caches.
  private static let magic = Array("runbook drawings 2 \(programIdentity)\n".utf8)

  /// Size and modification time of the running program's file.
  private static let programIdentity: String = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return "unknown" }
    return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }()

  /// - Parameters:
  ///   - folder: the folder of caches; with `nil` nothing is cached.
  ///   - notebook: the unique name of the notebook.
  init(folder: String?, notebook: String) {
    let hash = ContentHash(notebook.utf8)
    path = folder.map { "\($0)/drawings-\(hash.text).cache" }
    if let path, let bytes = try? FileAccess.read(path) { known = Self.decode(bytes) ?? [:] }
  }

  /// Returns the value cached for `key`, or computes and caches it; errors are not cached.
  mutating func value<Failure>(
    for key: String, make: () throws(Failure) -> [UInt8]
  ) throws(Failure) -> [UInt8] {
    if let value = self[key] { return value }
    let value = try make()
    self[key] = value
    return value
  }

  subscript(key: String) -> [UInt8]? {
    mutating get {
      if let value = used[key] { return value }
      guard let value = known[key] else { return nil }
      used[key] = value
      return value
    }
    set {
      used[key] = newValue
      isChanged = true
    }
  }

  /// Writes the used entries. Without a cache the next rendering only takes longer, so errors are
  /// ignored.
  func save() {
    guard let path, isChanged || used.count != known.count else { return }
    if let slash = path.lastIndex(of: "/") { try? FileAccess.makeFolder(String(path[..<slash])) }
    try? FileAccess.replace(path, with: Self.encode(used))
  }

  // MARK: Format: magic, fingerprint of the rest, then key and value each after its length.

  private static func encode(_ entries: [String: [UInt8]]) -> [UInt8] {
    var body = [UInt8]()
    for (key, value) in entries.sorted(by: { $0.key < $1.key }) {
      for part in [Array(key.utf8), value] {
        withUnsafeBytes(of: UInt64(part.count).littleEndian) { body.append(contentsOf: $0) }
        body.append(contentsOf: part)
      }
    }
    return magic + Array(ContentHash(body).text.utf8) + body
  }

  private static func decode(_ bytes: [UInt8]) -> [String: [UInt8]]? {
    let start = magic.count + ContentHash.textLength
    guard bytes.count >= start, bytes.starts(with: magic) else { return nil }
    let body = bytes[start...]
    guard bytes[magic.count..<start].elementsEqual(ContentHash(body).text.utf8) else { return nil }
    var entries: [String: [UInt8]] = [:]
    var at = start
    func part() -> ArraySlice<UInt8>? {
      guard bytes.count - at >= 8 else { return nil }
      let count = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: UInt64.self) }
      guard count <= UInt64(bytes.count - at - 8) else { return nil }
      at += 8 + Int(count)
      return bytes[(at - Int(count))..<at]
    }
    while at < bytes.count {
      guard let key = part(), let value = part() else { return nil }
      entries[String(decoding: key, as: UTF8.self)] = Array(value)
    }
    return entries
  }
}
