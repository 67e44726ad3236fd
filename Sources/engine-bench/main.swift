import CoreEngine

let arguments = Array(CommandLine.arguments.dropFirst())
guard let options = Options(arguments) else { exitWithUsage() }
setThreadCount(options.threads)
let asTable = !options.json && !options.memory && !options.profile
let ceiling = asTable ? measuredCeiling() * Double(options.threads) : 0
if ceiling > 0 {
  print("ceiling of \(options.threads) thread(s): \(Int(ceiling.rounded())) GFLOP/s")
}
var results: [(name: String, value: Double)] = []
for workload in Workload.all where options.includes(workload.name) {
  let before = peakMemory()
  if options.profile {
    printProfile(of: workload)
    continue
  }
  let milliseconds = median(of: workload, cpuTime: options.cpuTime)
  let growth = peakMemory() - before
  results.append((workload.name, options.memory ? growth : milliseconds))
  if options.json { continue }
  if options.memory {
    print(workload.name.padding(to: 40) + "\((growth * 10).rounded() / 10) MiB")
  } else {
    printRow(workload, milliseconds, ceiling: ceiling)
  }
}
if options.json {
  let lines = results.map { " \"\($0.name)\": \(rounded($0.value))" }
  print("{\n" + lines.joined(separator: ",\n") + "\n}")
}
