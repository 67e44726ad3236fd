internal import Foundation
internal import RunbookFiles

/// Downloads a file with curl or wget, whichever is installed.
package enum ImageDownload {
  /// A reason in words, for a message.
  package struct Failure: Error, Hashable {
    package var reason: String

    package init(reason: String) {
      self.reason = reason
    }
  }

  /// The size of the largest picture, in bytes.
  private static let sizeLimit = 100 << 20

  /// Writes what a network address names to a file that does not exist.
  package static func download(_ address: String, to path: String) throws(Failure) {
    guard let (program, arguments) = command(address, path) else {
      throw Failure(reason: "neither curl nor wget is installed; install one")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    do { try process.run() } catch {
      throw Failure(reason: "\(program) cannot be started; check it")
    }
    let output = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
      throw Failure(reason: lines.last.map(String.init) ?? "the network does not answer")
    }
  }

  private static func command(
    _ address: String, _ path: String
  ) -> (program: String, arguments: [String])? {
    let url = address.hasPrefix("//") ? "https:\(address)" : address
    if let curl = find("curl") {
      return (
        curl,
        [
          "--fail", "--location", "--silent", "--show-error", "--globoff", "--max-time", "120",
          "--max-filesize", "\(sizeLimit)", "--proto", "=http,https", "--output", path, "--", url,
        ]
      )
    }
    return find("wget").map {
      ($0, ["--no-verbose", "--timeout=60", "--tries=2", "-O", path, "--", url])
    }
  }

  private static func find(_ program: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return folders.split(separator: ":").map { "\($0)/\(program)" }.first(where: FileAccess.exists)
  }
}
