/// The version of runbook, which reports name.
package enum RunbookVersion {
  package static let current = "0.1.0"
}
