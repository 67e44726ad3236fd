import Foundation
import Testing

/// The kernels in C have one door: Sources/CoreEngine/Backend.
@Suite struct BackendTests {
  private func swiftFiles(under folder: String) throws -> [(path: String, text: String)] {
    let root = Checkout.root.appendingPathComponent(folder).resolvingSymlinksInPath()
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    return try names.filter { $0.hasSuffix(".swift") }.map {
      (
        "\(folder)/\($0)",
        try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8)
      )
    }
  }

  @Test(
    "no other file of the product imports the kernels or calls one",
    arguments: ["CoreEngine", "engine-bench", "RunbookRuntime"])
  func oneDoor(target: String) throws {
    let files = try swiftFiles(under: "Sources/\(target)")
    #expect(files.count > 3)
    for (path, text) in files where !path.hasPrefix("Sources/CoreEngine/Backend/") {
      #expect(!text.contains("import CEngine"), "\(path) imports CEngine")
      let calls = text.matches(of: /\bce_[a-z_]+/).map { String($0.output) }
      #expect(calls.isEmpty, "\(path) uses \(calls)")
    }
  }

  @Test("the backend knows nothing of differentiation, layers or files")
  func backendIsBelow() throws {
    for (path, text) in try swiftFiles(under: "Sources/CoreEngine/Backend") {
      for word in ["Tensor(", "recorded(", "Node", "Parameter", "DataFile", "threadState"] {
        let code = text.split(separator: "\n").filter {
          !$0.drop { $0 == " " }.hasPrefix("//")
        }
        #expect(!code.contains { $0.contains(word) }, "\(path) mentions \(word)")
      }
    }
  }

  @Test("the kernels' own sources know nothing of differentiation, of Swift's objects or of files")
  func kernelsAreArithmetic() throws {
    let root = Checkout.root.appendingPathComponent("Sources/CEngine").resolvingSymlinksInPath()
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
    let sources = names.filter { $0.hasSuffix(".c") || $0.hasSuffix(".h") }
    #expect(sources.count > 25)
    for name in sources {
      let text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
      for word in ["recording", "observer", "retain", "fcntl.h", "fopen", "zlib.h", "#embed"] {
        #expect(!text.contains(word), "\(name) contains \(word)")
      }
    }
  }
}
