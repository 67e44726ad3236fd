import CoreEngine

/// Prints a profile of a run: calls, milliseconds and share of each kernel operation, the longest
/// first, and the time outside of them (bookkeeping of the graph, allocation, loops in Swift).
///
/// The profile is that of the fastest of several hundred runs, which other programs disturbed least.
/// The clock is read around each operation: those of a microsecond appear some tenths too long.
func printProfile(of workload: Workload) {
  let run = workload.make()
  for _ in 0..<workload.warmUps { run() }
  var total = Double.infinity
  var rows: [(name: String, calls: Int, milliseconds: Double)] = []
  for _ in 0..<workload.runs * 10 {
    Kernels.startProfiling()
    let start = now(cpuTime: false)
    run()
    let time = (now(cpuTime: false) - start) * 1e3
    if time < total {
      (total, rows) = (time, Kernels.profile.map { ($0.name, $0.calls, $0.milliseconds) })
    }
  }
  Kernels.stopProfiling()
  let inside = rows.map(\.milliseconds).reduce(0, +)
  rows.sort { $0.milliseconds > $1.milliseconds }
  rows.append(("outside kernels", 1, total - inside))

  print("\(workload.name): \((total * 1e4).rounded() / 1e4) ms")
  for row in rows {
    let share = Int((100 * row.milliseconds / total).rounded())
    print(
      "  " + row.name.padding(to: 44)
        + "\(row.calls)".leftPadding(to: 6)
        + "\((row.milliseconds * 1e4).rounded() / 1e4)".leftPadding(to: 10) + " ms"
        + "\(share)".leftPadding(to: 4) + " %")
  }
}
