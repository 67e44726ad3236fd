import Foundation
import RunbookDocument
import RunbookExecution
import RunbookOutput
let path = CommandLine.arguments[1]
let text = String(decoding: FileManager.default.contents(atPath: path)!, as: UTF8.self)
var fragments: [Fragment] = []
var source: String? = nil, first = 0, n = 0
for (i, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
  if let s = source {
    if line == "```" { n += 1; var o = CellOptions(); if s.contains("//| error") { o.error = true }; if s.contains("//| timeout: 1") { o.timeout = 1 }
      fragments.append(.cell(Cell(index: n, source: s, fence: .init(line: first - 1), location: .init(line: first), options: o))); source = nil }
    else { source = s + line + "\n" }
  } else if line == "```swift" { source = ""; first = i + 2 }
}
let notebook = Notebook(path: path, frontMatter: FrontMatter(), fragments: fragments)
var e = NotebookExecutor(notebook: notebook, folder: "/tmp", toolchain: try Toolchain(), installation: try Installation(), store: CellStore(folder: "/tmp/p/.runbook"))
e.usesCache = CommandLine.arguments.count > 2
let r = try e.run { print($0) }
for d in r.diagnostics { print(d) }
for c in r.recording.cells { print("--", c.index, c.line); for o in c.outputs { print("   ", o) } }
print(r.seconds, r.isFromCache)
