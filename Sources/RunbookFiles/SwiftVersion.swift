internal import CFiles

/// The Swift compiler that built this program, which also compiles the cells.
package enum SwiftVersion {
  /// For example `6.3.1`.
  package static let current = String(cString: cfiles_swift_version())
}
