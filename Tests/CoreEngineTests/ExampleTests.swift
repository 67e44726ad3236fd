import Foundation
import Testing

/// `Examples/engine-in-ten-lines`, a package of its own that uses the engine.
@Suite struct ExampleTests {
  private static let example = Checkout.root.appendingPathComponent("Examples/engine-in-ten-lines")

  @Test("the README shows the example's program, line by line")
  func readme() throws {
    let program = try String(
      contentsOf: Self.example.appendingPathComponent("Sources/engine-in-ten-lines/main.swift"),
      encoding: .utf8)
    let readme = try String(
      contentsOf: Checkout.root.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(readme.contains(program))
    #expect(program.split(separator: "\n").count <= 10)
  }

  @Test("a separate package builds the example and it reads nine of ten digits")
  func example() throws {
    // Kept with the other products, so that a second run builds nothing.
    let scratch = Checkout.root.appendingPathComponent(".build/examples").path
    let common = ["--package-path", Self.example.path, "--scratch-path", scratch, "-c", "release"]
    let build = try Subprocess(["swift", "build"] + common)
    try #require(build.status == 0, "\(build.output)\(build.errors)")
    let run = try Subprocess(["\(scratch)/release/engine-in-ten-lines"])
    #expect(run.status == 0, "\(run.errors)")
    let accuracy = Double(run.output.split(separator: "\n").last.map(String.init) ?? "")
    #expect(try #require(accuracy) > 0.9)
  }
}
