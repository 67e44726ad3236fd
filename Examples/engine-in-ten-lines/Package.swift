// swift-tools-version: 6.0
import PackageDescription

// A package of its own that uses the engine, as any reader's would.
let package = Package(
  name: "engine-in-ten-lines",
  dependencies: [.package(name: "runbook", path: "../..")],
  targets: [
    .executableTarget(
      name: "engine-in-ten-lines", dependencies: [.product(name: "CoreEngine", package: "runbook")])
  ]
)
