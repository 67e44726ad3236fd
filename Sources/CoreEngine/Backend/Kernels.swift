internal import CEngine

/// The arithmetic on elements: all that operations ask of the machine.
///
/// This folder is the only one that knows the kernels in C. What it offers takes storages and lengths,
/// says nothing of differentiation, and checks no shape, since operations have done so. Another backend
/// (other instructions, WebAssembly, a GPU with memory that the processor can read) takes the place of
/// these files; nothing above them changes.
package enum Kernels {}

extension DType {
  /// The number type as the kernels name it.
  var code: Int32 { rawValue }
}

/// Calls `body` with lengths or strides as the kernels take them.
@inline(__always)
func withInt64<R>(_ numbers: [Int], _ body: (UnsafePointer<Int64>?) -> R) -> R {
  #if _pointerBitWidth(_64)
    // Int and Int64 have the same layout.
    numbers.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: Int64.self) { body($0.baseAddress) }
    }
  #else
    numbers.map { Int64($0) }.withUnsafeBufferPointer { body($0.baseAddress) }
  #endif
}
