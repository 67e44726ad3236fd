import Foundation

/// How long the stages of a run took.
struct StageTimes {
  private var stages: [(name: String, seconds: Double)] = []

  mutating func measure<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    let start = DispatchTime.now().uptimeNanoseconds
    defer { add(name, Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9) }
    return try body()
  }

  mutating func add(_ name: String, _ seconds: Double) {
    stages.append((name, seconds))
  }

  /// One object: milliseconds by stage, and their sum.
  var json: String {
    let all = stages + [("total", stages.reduce(0) { $0 + $1.seconds })]
    let members = all.map { "\"\($0.name)\": \(String(format: "%.1f", $0.seconds * 1000))" }
    return "{\(members.joined(separator: ", "))}"
  }
}
