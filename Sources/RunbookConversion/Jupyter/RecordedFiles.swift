internal import Foundation

/// The folder beside a note with the pictures of the notebook that it came from.
struct RecordedFiles {
  let folder: String
  /// The contents of the files, by their paths relative to the note.
  private(set) var contents: [String: [UInt8]] = [:]
  private var used: Set<String> = [RecordedNotebook.fileName]
  private var outputs: [String: String] = [:]

  init(folder: String) {
    self.folder = folder
  }

  /// Adds a file under a name like the given one.
  mutating func add(_ bytes: [UInt8], name: String, type: String) -> String {
    let name = name.precomposedStringWithCanonicalMapping
    let letters = name.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "-" }
    var stem = String(letters.prefix(120))
    var ending = EmbeddedFile.fileExtension(of: type).map { ".\($0)" } ?? ""
    if let dot = stem.lastIndex(of: "."), EmbeddedFile.type(ofFile: stem) == type || ending.isEmpty
    {
      ending = String(stem[dot...])
      stem = String(stem[..<dot])
    }
    var result = stem + ending
    var number = 2
    while !used.insert(result.lowercased()).inserted {
      result = "\(stem)-\(number)\(ending)"
      number += 1
    }
    contents["\(folder)/\(result)"] = bytes
    return result
  }

  /// Adds a picture of an output.
  mutating func add(_ bytes: [UInt8], output index: Int, of key: String, type: String) -> String {
    let name = add(bytes, name: "\(key)-\(index + 1)", type: type)
    outputs["\(key)/\(index)/\(type)"] = name
    return name
  }

  /// The name of a picture that was added.
  func name(_ key: String, _ index: Int, _ type: String) -> String {
    outputs["\(key)/\(index)/\(type)"] ?? ""
  }

  /// The path of a file as an address in Markdown.
  func path(of name: String) -> String { Self.address("\(folder)/\(name)") }

  /// A path without characters that end an address.
  static func address(_ path: String) -> String {
    var result = ""
    for scalar in path.unicodeScalars {
      if scalar.value <= 32 || "%()<>\"'\\&?#".unicodeScalars.contains(scalar) {
        for byte in String(scalar).utf8 {
          result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
