import CKernel
import Glibc

/// A file in memory that takes a cell's output to one of its standard streams.
///
/// A pipe would stop a cell that prints faster than we read, and would lose the order between printed
/// text and displayed values. A file does neither, and its size is known at any time.
final class CapturedStream {
  let descriptor: Int32
  private var taken = 0

  init(_ name: String) throws {
    descriptor = ck_memory_file(name)
    guard descriptor >= 0 else {
      throw ExecutionError(.process, "no memory for a cell's output: \(systemError())")
    }
  }

  deinit { close(descriptor) }

  /// The number of bytes written so far.
  var count: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Returns the text from the end of the last one up to `end`, a number of bytes from the beginning,
  /// as far as it has been written.
  func take(upTo end: Int) -> String {
    let end = min(end, count)
    guard end > taken else { return "" }
    let bytes = [UInt8](unsafeUninitializedCapacity: end - taken) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress!, end - taken, off_t(taken)))
    }
    taken = end
    return String(decoding: bytes, as: UTF8.self)
  }
}
