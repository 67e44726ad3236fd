internal import Foundation
internal import RunbookFiles
internal import RunbookOutput

/// The facts of one run that the next one may not share: `run.json` beside the report, which git ignores.
struct RunFacts: Encodable {
  /// When the run began, as ISO 8601 in UTC; `SOURCE_DATE_EPOCH` fixes it.
  var started: String
  /// The commit that was checked out, if the notebook lies in one.
  var commit: String?
  /// Whether the notebook or a file that it reads is not as in that commit.
  var isModified: Bool?
  /// Whether all results came from the cache.
  var isFromCache: Bool
  /// Seconds by stage.
  var seconds: [String: Double]
  /// Seconds by cell, in order; those that ran.
  var cells: [CellTime]
  var processor: String
  var processors: Int

  struct CellTime: Encodable {
    var cell: Int
    var seconds: Double
  }

  private enum CodingKeys: String, CodingKey {
    case started, commit, seconds, cells, processor, processors
    case isModified = "modified"
    case isFromCache = "fromCache"
  }

  init(_ timing: RunTiming, git: GitState?) {
    started = Self.text(of: timing.started)
    commit = git?.commit
    isModified = git?.isModified
    isFromCache = timing.isFromCache
    seconds = ["compile": timing.compilationSeconds, "run": timing.runSeconds]
      .mapValues(Self.rounded)
    cells = timing.cells.map { CellTime(cell: $0.cell, seconds: Self.rounded($0.seconds)) }
    processor = Self.processorName
    processors = ProcessInfo.processInfo.activeProcessorCount
  }

  /// Writes the file into the report's folder.
  func write(to folder: String) throws(SystemError) {
    guard let json = try? OutputJSON.encode(self, pretty: true) else { return }
    try FileAccess.replace(folder + "/run.json", with: Array(json), isDurable: false)
  }

  private static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

  private static func text(of date: Date) -> String {
    let fixed = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap(Double.init)
    return (fixed.map(Date.init(timeIntervalSince1970:)) ?? date).formatted(.iso8601)
  }

  /// The name that the processor gives itself.
  private static var processorName: String {
    let text = FileManager.default.contents(atPath: "/proc/cpuinfo") ?? Data()
    let line = String(decoding: text, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last.map {
      $0.trimmingCharacters(in: .whitespaces)
    } ?? "unknown"
  }
}
