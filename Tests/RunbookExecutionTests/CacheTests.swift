import Foundation
import RunbookDocument
import RunbookExecution
import RunbookFiles
import RunbookOutput
import Testing

@Suite struct CacheTests {
  private let folder = NSTemporaryDirectory() + "runbook-cache-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func run(
    _ cells: [String], options: [Int: CellOptions] = [:], frontMatter: FrontMatter = FrontMatter()
  ) throws -> Run {
    try Run(
      cells, options: options, frontMatter: frontMatter, cache: folder, usesCache: true,
      folder: folder)
  }

  @Test("an unchanged cell does not run again, and its outputs are the same")
  func unchanged() throws {
    let cells = ["let a = 20", "print(a)\nclaim(\"twenty\", a, equals: 20)"]
    let first = try run(cells)
    let second = try run(cells)
    #expect(!first.isFromCache && second.isFromCache)
    #expect(first.recording == second.recording)
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("a changed cell, parameter, seed or declared file runs again")
  func changed() throws {
    var options = CellOptions()
    options.dependencies = ["data.txt"]
    try "1".write(toFile: folder + "/data.txt", atomically: true, encoding: .utf8)
    let cells = ["print(1)"]
    _ = try run(cells, options: [1: options])
    #expect(try run(cells, options: [1: options]).isFromCache)
    try "2".write(toFile: folder + "/data.txt", atomically: true, encoding: .utf8)
    #expect(try !run(cells, options: [1: options]).isFromCache)
    #expect(try !run(["print(1 )"], options: [1: options]).isFromCache)
    var frontMatter = FrontMatter()
    frontMatter.seed = 9
    #expect(try !run(cells, options: [1: options], frontMatter: frontMatter).isFromCache)
    frontMatter.parameters = [
      .init(name: "epochs", value: .int(3), location: SourceLocation(line: 1))
    ]
    #expect(try !run(cells, options: [1: options], frontMatter: frontMatter).isFromCache)
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("a failure is not kept")
  func failures() throws {
    _ = try run(["fatalError()"])
    #expect(try !run(["fatalError()"]).isFromCache)
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("parameters are typed Swift values")
  func parameters() throws {
    var frontMatter = FrontMatter()
    let values: [(String, FrontMatter.Parameter)] = [
      ("epochs", .int(5)), ("rate", .double(0.1)), ("name", .string("a \"b\" \\ 한글")),
      ("on", .bool(true)),
    ]
    frontMatter.parameters = values.map {
      .init(name: $0.0, value: $0.1, location: SourceLocation(line: 1))
    }
    let cells = [
      "let twice: Int = params.epochs * 2", "print(twice, params.rate, params.name, params.on)",
    ]
    #expect(try run(cells, frontMatter: frontMatter).text == "10 0.1 a \"b\" \\ 한글 true\n")
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("a damaged entry is a miss")
  func damaged() throws {
    let cells = ["print(7)"]
    _ = try run(cells)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/results") {
      try "{".write(toFile: folder + "/results/" + name, atomically: true, encoding: .utf8)
    }
    let again = try run(cells)
    #expect(!again.isFromCache)
    #expect(again.text == "7\n")
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test("the least recently used entries are evicted first when the cache is too large")
  func pruned() throws {
    let store = CellStore(folder: folder)
    let files = FileManager.default
    for kind in ["results", "cells/c"] {
      try files.createDirectory(
        atPath: "\(folder)/\(kind)", withIntermediateDirectories: true)
    }
    for (age, name) in ["results/new.json", "results/middle.json", "results/old.json"].enumerated()
    {
      try Data(count: 1000).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      try files.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1e9 - Double(age) * 100)],
        ofItemAtPath: "\(folder)/\(name)")
    }
    try Data(count: 50).write(to: URL(fileURLWithPath: "\(folder)/cells/c/cell.so"))
    let size = store.parts.reduce(0) { $0 + $1.size }
    store.prune(toBytes: size)
    #expect(files.fileExists(atPath: folder + "/results/old.json"))
    store.prune(toBytes: size - 1001)
    #expect(!files.fileExists(atPath: folder + "/results/old.json"))
    #expect(!files.fileExists(atPath: folder + "/results/middle.json"))
    #expect(files.fileExists(atPath: folder + "/results/new.json"))
    #expect(files.fileExists(atPath: folder + "/cells/c/cell.so"))
    store.prune(toBytes: 0)
    #expect(!files.fileExists(atPath: folder + "/results/new.json"))
    try files.removeItem(atPath: folder)
  }
}
