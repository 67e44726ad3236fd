// swift-tools-version: 6.0
import Foundation
import PackageDescription

/// What the compiler says of itself.
///
/// It ships swift-syntax ready-built beside itself, in `lib/swift`. Building the same sources as a package
/// costs minutes on two cores, and a notebook's cells need this very toolchain anyway, so we link
/// against its copy. `swiftc -print-target-info` names the folder whatever way Swift was installed.
let toolchain: (libraries: String, version: String) = {
  let process = Process()
  let output = Pipe()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["swiftc", "-print-target-info"]
  process.standardOutput = output
  guard (try? process.run()) != nil else { return ("/usr/lib/swift", "unknown") }
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  let info = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
  let paths = info?["paths"] as? [String: Any]
  // "Swift version 6.3.1 (swift-6.3.1-RELEASE)"
  let words = (info?["compilerVersion"] as? String ?? "").split(separator: " ")
  return (
    paths?["runtimeResourcePath"] as? String ?? "/usr/lib/swift",
    words.first { $0.first?.isNumber == true }.map(String.init) ?? "unknown"
  )
}()

/// What a target needs to `import SwiftSyntax` from the toolchain.
let swiftSyntax: [SwiftSetting] = [.unsafeFlags(["-I", "\(toolchain.libraries)/host"])]
let swiftSyntaxLibraries: [LinkerSetting] = [
  .unsafeFlags([
    "-L", "\(toolchain.libraries)/host", "-Xlinker", "-rpath", "-Xlinker",
    "\(toolchain.libraries)/host",
  ]),
  .linkedLibrary("SwiftSyntax"), .linkedLibrary("SwiftParser"), .linkedLibrary("SwiftIDEUtils"),
]

let package = Package(
  name: "runbook",
  products: [
    .library(name: "CoreEngine", targets: ["CoreEngine"]),
    .library(name: "RunbookRuntime", type: .dynamic, targets: ["RunbookRuntime"]),
    .executable(name: "runbook", targets: ["runbook"]),
    .executable(name: "runbook-kernel", targets: ["runbook-kernel"]),
    .executable(name: "engine-bench", targets: ["engine-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // The engine: a product of its own.
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16")]),
    .target(name: "CEngine", linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CThreadLocal"),
    .target(name: "CData", exclude: ["Resources"], linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CoreEngine", dependencies: ["CData", "CEngine", "CPNG", "CThreadLocal"]),
    .executableTarget(name: "engine-bench", dependencies: ["CoreEngine"]),

    // What runs inside the process of the cells.
    .target(name: "CDeflate", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "RunbookOutput", dependencies: ["CDeflate"]),
    .target(name: "RunbookDrawing", dependencies: ["CPNG", "RunbookOutput"]),
    .target(name: "CKernel"),
    .target(
      name: "RunbookRuntime",
      dependencies: ["CKernel", "CoreEngine", "RunbookDrawing", "RunbookOutput"]),
    .executableTarget(name: "runbook-kernel", linkerSettings: [.linkedLibrary("dl")]),

    // What reads notebooks, runs them and writes reports.
    .target(
      name: "CMarkdown",
      linkerSettings: [.linkedLibrary("cmark-gfm"), .linkedLibrary("cmark-gfm-extensions")]),
    // The version of the compiler, for the reports that name it.
    .target(
      name: "CFiles",
      cSettings: [.define("RUNBOOK_SWIFT_VERSION", to: "\"\(toolchain.version)\"")]),
    .target(name: "RunbookFiles", dependencies: ["CFiles"]),
    .target(name: "CProcess"),
    .target(name: "CJavaScript", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CGnuplot", linkerSettings: [.linkedLibrary("boost_iostreams")]),
    .target(
      name: "RunbookDocument",
      dependencies: [
        "CMarkdown", "RunbookFiles", "RunbookOutput", .product(name: "Yams", package: "Yams"),
      ],
      // The stages before the parser are internal, and optimised tests read them too.
      swiftSettings: [.unsafeFlags(["-enable-testing"])]),
    .target(
      name: "RunbookExecution",
      dependencies: ["CKernel", "RunbookDocument", "RunbookFiles", "RunbookOutput"],
      swiftSettings: swiftSyntax),
    .target(
      name: "RunbookReport",
      dependencies: [
        "CDeflate", "CGnuplot", "CJavaScript", "CProcess", "RunbookDocument", "RunbookDrawing",
        "RunbookFiles",
        "RunbookOutput",
      ],
      resources: [.embedInCode("Page/report.css"), .embedInCode("Page/report.js")],
      swiftSettings: swiftSyntax),
    .target(
      name: "RunbookRegression",
      dependencies: ["RunbookDocument", "RunbookDrawing", "RunbookFiles", "RunbookOutput"]),
    .target(
      name: "RunbookPreview",
      dependencies: ["RunbookFiles"],
      resources: [.embedInCode("live.js")]),
    .target(name: "RunbookConversion", dependencies: ["RunbookDocument", "RunbookFiles"]),
    // Everything that can be done with a note, for the command line and for other programs.
    .target(
      name: "RunbookWorkspace",
      dependencies: [
        "RunbookConversion", "RunbookDocument", "RunbookExecution", "RunbookFiles",
        "RunbookOutput", "RunbookRegression", "RunbookReport",
      ],
      swiftSettings: swiftSyntax),
    .executableTarget(
      name: "runbook",
      dependencies: [
        "RunbookConversion", "RunbookDocument", "RunbookExecution", "RunbookFiles", "RunbookOutput",
        "RunbookPreview",
        "RunbookRegression", "RunbookWorkspace",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSyntax, linkerSettings: swiftSyntaxLibraries),

    .testTarget(
      name: "CoreEngineTests",
      dependencies: ["CoreEngine", "CEngine", "CForkedChild", "CPNG"],
      exclude: ["References", "Fixtures"]),
    .target(name: "CForkedChild", path: "Tests/Helpers/CForkedChild"),
    .testTarget(name: "RunbookOutputTests", dependencies: ["RunbookOutput"]),
    .testTarget(name: "RunbookDrawingTests", dependencies: ["RunbookDrawing", "RunbookOutput"]),
    .testTarget(
      name: "RunbookCommandTests", dependencies: ["runbook", "runbook-kernel"],
      exclude: ["Cases"]),
    .testTarget(
      name: "RunbookDocumentTests", dependencies: ["NoteSupport", "RunbookDocument"],
      exclude: ["Cases"]),
    // Random notes and trees as text, for tests of what reads and what writes notes.
    .target(
      name: "NoteSupport", dependencies: ["RunbookDocument", "RunbookFiles", "RunbookOutput"],
      path: "Tests/Helpers/NoteSupport"),
    .testTarget(
      name: "RunbookExecutionTests",
      dependencies: ["NoteSupport", "RunbookExecution", "runbook-kernel"],
      swiftSettings: swiftSyntax, linkerSettings: swiftSyntaxLibraries),
    .testTarget(
      name: "RunbookConversionTests",
      dependencies: ["NoteSupport", "RunbookConversion", "RunbookDocument"]),
    .testTarget(
      name: "RunbookWorkspaceTests",
      dependencies: [
        "RunbookDocument", "RunbookExecution", "RunbookFiles", "RunbookOutput",
        "RunbookRegression", "RunbookReport", "RunbookWorkspace", "runbook-kernel",
      ],
      swiftSettings: swiftSyntax, linkerSettings: swiftSyntaxLibraries),
    .testTarget(
      name: "RunbookPreviewTests",
      dependencies: ["RunbookFiles", "RunbookPreview", "runbook", "runbook-kernel"]),
    .testTarget(name: "RunbookFilesTests", dependencies: ["RunbookFiles"]),
    .testTarget(
      name: "RunbookRegressionTests",
      dependencies: [
        "NoteSupport", "RunbookDocument", "RunbookOutput", "RunbookRegression", "accept-in-a-loop",
      ]),
    // Killed by the tests of the acceptance, again and again.
    .executableTarget(
      name: "accept-in-a-loop", dependencies: ["RunbookOutput", "RunbookRegression"],
      path: "Tests/Helpers/accept-in-a-loop"),
    .testTarget(
      name: "RunbookReportTests",
      dependencies: [
        "CPNG", "NoteSupport", "RunbookDocument", "RunbookDrawing", "RunbookFiles",
        "RunbookOutput", "RunbookReport",
      ],
      swiftSettings: swiftSyntax, linkerSettings: swiftSyntaxLibraries),
  ],
  cxxLanguageStandard: .cxx17
)
