internal import CKernel
internal import FoundationEssentials

/// Sends the outputs of a cell to the program that runs the notebook.
enum Emitter {
  /// Sends an output; text printed before it stays before it.
  static func emit(_ output: Output) {
    send(Int(ck_message_output), output)
  }

  /// Sends the progress of the cell.
  static func emit(_ progress: CellProgress) {
    send(Int(ck_message_progress), progress)
  }

  /// Sends the value of an expression in prose.
  static func emit(_ value: InlineValue) {
    send(Int(ck_message_inline), value)
  }

  private static func send(_ kind: Int, _ value: some Encodable) {
    do {
      let json = try OutputJSON.encode(value)
      _ = json.withUnsafeBytes { ck_emit(UInt32(kind), $0.baseAddress, $0.count) }
    } catch {
      // Every output can be encoded; a failure is a bug and must not be ignored.
      fatalError("an output cannot be sent: \(error)")
    }
  }
}
