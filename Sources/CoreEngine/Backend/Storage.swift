internal import CEngine

/// A run of elements in memory, shared by the tensors that view it.
///
/// A buffer comes from the backend's pool and goes back to it. A view lies within another storage
/// and keeps that one alive.
package final class Storage {
  package let pointer: UnsafeMutableRawPointer
  package let count: Int
  package let dtype: DType
  private let parent: Storage?

  /// Takes a buffer of `count` elements whose values are not set.
  package init(count: Int, dtype: DType) {
    self.pointer = ce_allocate(count * dtype.size)
    self.count = count
    self.dtype = dtype
    self.parent = nil
  }

  /// Views `count` elements of `parent`, from element `offset` on.
  package init(viewing parent: Storage, offset: Int, count: Int) {
    self.pointer = parent.pointer + offset * parent.dtype.size
    self.count = count
    self.dtype = parent.dtype
    self.parent = parent.parent ?? parent
  }

  deinit {
    if parent == nil { ce_release(pointer, count * dtype.size) }
  }

  /// Whether this storage is part of another one, which must not change under other tensors.
  package var isView: Bool { parent != nil }

  /// The same elements in a buffer of their own.
  package func copy() -> Storage {
    let result = Storage(count: count, dtype: dtype)
    result.copyElements(from: self, 0, to: 0, count: count)
    return result
  }

  /// Copies `count` elements of `source`, from element `start` on, to element `target` and those behind.
  func copyElements(from source: Storage, _ start: Int, to target: Int, count: Int) {
    (pointer + target * dtype.size).copyMemory(
      from: source.pointer + start * dtype.size, byteCount: count * dtype.size)
  }

  /// Room for `count` 32-bit numbers: the positions of the elements that won in pooling windows.
  static func positions(count: Int) -> Storage {
    // Four bytes each: the memory of float32 elements serves.
    Storage(count: count, dtype: .float32)
  }

  /// The elements as 32-bit numbers; see `positions(count:)`.
  var positions: UnsafeMutablePointer<Int32> { pointer.assumingMemoryBound(to: Int32.self) }
}
