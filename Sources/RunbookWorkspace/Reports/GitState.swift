internal import Foundation
package import RunbookOutput

/// The commit that is checked out around a folder, and whether some files are as in it.
package struct GitState: Hashable, Sendable {
  /// The commit's full name.
  package let commit: String
  /// Whether one of the files differs from the commit, or is not in it.
  package let isModified: Bool

  /// As a report names it: the commit, with a mark if the files are not as in it.
  package var text: String { commit.prefix(12) + (isModified ? " modified" : "") }

  /// Asks git; `nil` without git, outside a checkout, and before the first commit.
  ///
  /// Only `files` decide about the mark. Outputs that were just written, or another note that is being
  /// worked on, do not make a report any less that of its commit.
  ///
  /// - Parameters:
  ///   - folder: absolute.
  ///   - files: absolute paths; those outside the checkout are no part of any commit and are left out.
  static func read(folder: String, files: [String]) -> GitState? {
    guard let root = checkout(around: folder) else { return nil }
    let inside = files.filter { $0.hasPrefix(root + "/") }
    let arguments = [
      "-C", root, "status", "--porcelain=v2", "--branch", "--untracked-files=all", "--ignored",
      "-z",
      "--",
    ]
    // Without a path git would look at all files.
    guard let output = git(arguments + (inside.isEmpty ? [root + "/.git"] : inside)) else {
      return nil
    }
    let entries = output.split(separator: "\0").map(String.init)
    let mark = "# branch.oid "
    guard let head = entries.first(where: { $0.hasPrefix(mark) })?.dropFirst(mark.count),
      head.allSatisfy(\.isHexDigit)
    else { return nil }
    return GitState(
      commit: String(head), isModified: entries.contains { !$0.hasPrefix("# ") })
  }

  /// The nearest folder, here or above, that holds `.git`.
  private static func checkout(around folder: String) -> String? {
    var folder = folder
    while !folder.isEmpty {
      if FileManager.default.fileExists(atPath: folder + "/.git") { return folder }
      guard let slash = folder.lastIndex(of: "/") else { return nil }
      folder = String(folder[..<slash])
    }
    return nil
  }

  /// The output of git; `nil` if it is not there or refuses.
  private static func git(_ arguments: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    // Looking must not write into the checkout.
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"]
    ) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}

extension Note {
  /// Asks git about the files that a report is made from; `nil` if git knows no commit here.
  package func gitState(of provenance: Provenance) -> GitState? {
    let files = ([provenance.notebook] + provenance.inputs).map { input in
      FilePath.absolute(project.notebookFolder + "/" + input.path)
    }
    return GitState.read(folder: project.notebookFolder, files: files)
  }
}
