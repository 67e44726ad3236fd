import Foundation

/// What the compiler says about the public symbols of a module: the source of documentation tools.
struct SymbolGraph {
  /// One public declaration.
  struct Symbol {
    /// `swift.method`, `swift.func`, `swift.init`, `swift.class`, …
    let kind: String
    /// The names that lead to it, such as `Tensor.sum(axis:keepDims:)`.
    let path: String
    /// The declaration as written, without its body.
    let declaration: String
    /// The names of the parameters inside the function.
    let parameters: [String]
    /// The lines of its documentation, without `///`.
    let comment: [String]
    /// `Operations/Reduction.swift:11`.
    let place: String
    /// Its identity for the compiler.
    let identifier: String

    /// What a function gives, or the type of a property.
    let result: String
  }

  let symbols: [Symbol]
  /// Identifiers of the types that conform to a protocol or inherit from a class, by its name.
  let conforming: [String: Set<String>]

  private struct File: Decodable {
    struct Fragment: Decodable { let spelling: String }
    struct Comment: Decodable {
      struct Line: Decodable { let text: String }
      let lines: [Line]
    }
    struct Signature: Decodable {
      struct Parameter: Decodable {
        let name: String
        let internalName: String?
      }
      let parameters: [Parameter]?
      let returns: [Fragment]?
    }
    struct Location: Decodable {
      struct Position: Decodable { let line: Int }
      let uri: String
      let position: Position
    }
    struct Kind: Decodable { let identifier: String }
    struct Identity: Decodable { let precise: String }
    struct Symbol: Decodable {
      let kind: Kind
      let identifier: Identity
      let pathComponents: [String]
      let declarationFragments: [Fragment]
      let docComment: Comment?
      let functionSignature: Signature?
      let location: Location?
    }
    struct Relationship: Decodable {
      let kind, source, target: String
      let targetFallback: String?
    }
    let symbols: [Symbol]
    let relationships: [Relationship]
  }

  /// Asks the toolchain about the engine as it was built for these tests.
  static func engine() throws -> SymbolGraph {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "symbols-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let products = Checkout.products.path
    let maps = CallerProgram.cModules.flatMap {
      ["-Xcc", "-fmodule-map-file=\(products)/\($0).build/module.modulemap"]
    }
    // The tool lies beside the compiler, which may be reached by a link.
    let find = try Subprocess(["sh", "-c", "dirname \"$(readlink -f \"$(command -v swift)\")\""])
    let bin = find.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let target = try Subprocess(["uname", "-m"]).output.trimmingCharacters(
      in: .whitespacesAndNewlines)
    let result = try Subprocess(
      [
        "\(bin)/swift-symbolgraph-extract", "-module-name", "CoreEngine", "-I",
        "\(products)/Modules",
        "-target", "\(target)-unknown-linux-gnu", "-minimum-access-level", "public",
        "-skip-synthesized-members", "-output-dir", folder.path,
      ] + maps)
    guard result.status == 0 else { throw Failure(description: result.errors) }
    return try SymbolGraph(
      JSONDecoder().decode(
        File.self,
        from: Data(contentsOf: folder.appendingPathComponent("CoreEngine.symbols.json"))))
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  private init(_ file: File) {
    symbols = file.symbols.compactMap { symbol in
      guard let location = symbol.location else { return nil }  // made by the compiler
      let path = location.uri.components(separatedBy: "Sources/CoreEngine/").last ?? location.uri
      let declaration = symbol.declarationFragments.map(\.spelling).joined()
      let returned = symbol.functionSignature?.returns?.map(\.spelling).joined()
      return Symbol(
        kind: symbol.kind.identifier, path: symbol.pathComponents.joined(separator: "."),
        declaration: declaration,
        parameters: symbol.functionSignature?.parameters?.map { $0.internalName ?? $0.name } ?? [],
        comment: symbol.docComment?.lines.map(\.text) ?? [],
        place: "\(path):\(location.position.line + 1)", identifier: symbol.identifier.precise,
        result: returned ?? declaration.components(separatedBy: ": ").dropFirst().joined())
    }.sorted { ($0.path, $0.place) < ($1.path, $1.place) }
    let names = Dictionary(
      file.symbols.map { ($0.identifier.precise, $0.pathComponents.joined(separator: ".")) }
    ) { first, _ in first }
    var conforming: [String: Set<String>] = [:]
    for edge in file.relationships where ["conformsTo", "inheritsFrom"].contains(edge.kind) {
      let name = names[edge.target] ?? edge.targetFallback ?? edge.target
      conforming[name, default: []].insert(edge.source)
    }
    self.conforming = conforming
  }
}
