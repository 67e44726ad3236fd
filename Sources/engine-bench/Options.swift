import Glibc

/// The command line.
struct Options {
  var json = false
  var memory = false
  var cpuTime = false
  /// Print the time of each kernel operation of a run.
  var profile = false
  var threads = 2
  private var only: [String] = []

  /// nil for arguments that are not understood.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--json": json = true
      case "--memory": memory = true
      case "--cpu-time": cpuTime = true
      case "--profile": profile = true
      case "--threads":
        guard let count = rest.popFirst().flatMap({ Int($0) }), count > 0 else { return nil }
        threads = count
      case "--only":
        guard let name = rest.popFirst() else { return nil }
        only.append(name)
      default: return nil
      }
    }
  }

  /// A name is chosen exactly, or by its beginning when it ends with `*`.
  func includes(_ name: String) -> Bool {
    only.isEmpty
      || only.contains { $0.hasSuffix("*") ? name.hasPrefix($0.dropLast()) : name == $0 }
  }
}

func exitWithUsage() -> Never {
  let text =
    "usage: engine-bench [--json] [--threads N] [--only NAME]... [--memory] [--cpu-time] [--profile]\n"
  _ = text.withCString { write(2, $0, strlen($0)) }
  exit(64)
}
