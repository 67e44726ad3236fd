import CoreEngine

let arguments = Array(CommandLine.arguments.dropFirst())
guard let options = Options(arguments) else { exitWithUsage() }
setThreadCount(options.threads)
var results: [(workload: Workload, milliseconds: Double)] = []
for workload in Workload.all where options.includes(workload.name) {
  let milliseconds = median(of: workload, cpuTime: options.cpuTime)
  results.append((workload, milliseconds))
  if !options.json { printRow(workload, milliseconds, threads: options.threads) }
}
if options.json {
  let lines = results.map { " \"\($0.workload.name)\": \(rounded($0.milliseconds))" }
  print("{\n" + lines.joined(separator: ",\n") + "\n}")
}
if options.memory { printMemory() }
