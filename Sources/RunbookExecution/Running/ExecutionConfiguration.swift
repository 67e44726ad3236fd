import Glibc

/// The surroundings of a run, beside the notebook: tools, folders and limits. A plain value.
package struct ExecutionConfiguration: Sendable {
  package var toolchain: Toolchain
  package var installation: Installation
  /// Where compiled cells and results are kept.
  package var store: CellStore
  /// The notebook's folder, absolute, to which the file names in its `deps` are relative. Cells run in
  /// it, unless `workingFolder` says otherwise.
  package var folder: String
  /// Where cells run instead: a folder with the same files under the same names.
  package var workingFolder: String?
  package var limits = ExecutionLimits.standard

  package init(
    toolchain: Toolchain, installation: Installation, store: CellStore, folder: String,
    workingFolder: String? = nil, limits: ExecutionLimits = .standard
  ) {
    self.toolchain = toolchain
    self.installation = installation
    self.store = store
    self.folder = folder
    self.workingFolder = workingFolder
    self.limits = limits
  }

  /// The configuration that uses the toolchain and the installation of this program.
  ///
  /// - Throws: `ExecutionError` when the compiler or a part of runbook is missing.
  package init(folder: String, store: CellStore) throws {
    self.init(
      toolchain: try Toolchain(), installation: try Installation(), store: store, folder: folder)
  }

  var compiler: CellCompiler { CellCompiler(toolchain: toolchain, installation: installation) }
}

/// Seconds on a clock that nobody sets.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
