/// Stops the program when `condition` is false, saying which operation was asked for what.
///
/// `precondition` prints nothing in an optimised build, so every shape contract goes through here.
/// - Parameters:
///   - condition: what must hold.
///   - message: the operation, what it expects and what it got, shapes included.
@inline(__always)
package func require(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  if !condition() { fatalError(message(), file: file, line: line) }
}
