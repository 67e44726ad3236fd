import Glibc

/// Limits on memory and output of a cell; its time limit is set in the notebook.
package struct ExecutionLimits: Sendable {
  /// Bytes of resident memory.
  package var memory: Int
  /// Bytes written to standard output and standard error together.
  package var output: Int
  /// Bytes of displayed values and figures, as they are sent.
  package var displayed: Int

  /// Three quarters of the machine's memory, 8 MiB of printed text and 256 MiB of displayed data.
  package static var standard: ExecutionLimits {
    let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    return ExecutionLimits(memory: memory / 4 * 3, output: 8 << 20)
  }

  package init(memory: Int, output: Int, displayed: Int = 256 << 20) {
    self.memory = memory
    self.output = output
    self.displayed = displayed
  }
}
