internal import CEngine

/// A run of elements in memory, shared by the tensors that show it.
///
/// A buffer comes from the engine's pool and goes back to it. A view lies within another storage
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

  /// Shows `count` elements of `parent`, from element `offset` on.
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
}
