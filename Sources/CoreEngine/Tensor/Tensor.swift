/// An n-dimensional array of numbers: a value type, row-major, that can be differentiated.
///
/// A copy of a tensor costs nothing until one of the two is changed. Images are `[batch, channels,
/// height, width]`, sequences `[time, batch, features]`. A tensor with shape `[]` is a scalar.
///
/// A tensor that takes part in a differentiation remembers how it was computed (see
/// `valueAndGradient(at:of:)`); elsewhere nothing is remembered.
///
/// Elements are shared between tensors but never changed while shared, so a tensor may be handed to
/// another thread. The graph of a differentiation belongs to the thread that records it.
public struct Tensor: @unchecked Sendable {  // no lock: a shared storage is never written
  package var storage: Storage
  /// The length of each axis, outermost first.
  public internal(set) var shape: [Int]
  package var node: Node?

  @inline(__always)
  package init(storage: Storage, shape: [Int], node: Node? = nil) {
    self.storage = storage
    self.shape = shape
    self.node = node
  }

  /// A tensor whose elements are not set yet, for an operation to fill.
  @inline(__always)
  package init(uninitialized shape: [Int], dtype: DType) {
    self.init(storage: Storage(count: elementCount(shape), dtype: dtype), shape: shape)
  }

  /// The number type of the elements.
  public var dtype: DType { storage.dtype }

  /// The number of axes; 0 for a scalar.
  public var rank: Int { shape.count }

  /// The number of elements: the product of the shape.
  public var count: Int { storage.count }

  /// The same values, cut off from any differentiation in progress: its gradient is zero.
  public var detached: Tensor { Tensor(storage: storage, shape: shape) }

  package var pointer: UnsafeMutableRawPointer { storage.pointer }

  /// Makes sure that no other tensor sees a change of the elements, by copying them if necessary.
  package mutating func makeUnique() {
    if isKnownUniquelyReferenced(&storage) && !storage.isView { return }
    storage = storage.copy()
  }
}

/// The product of `shape`.
@inline(__always)
package func elementCount(_ shape: [Int]) -> Int {
  var product = 1
  for length in shape { product *= length }
  return product
}

/// Distance in elements between neighbours along each axis of a row-major tensor.
package func rowMajorStrides(_ shape: [Int]) -> [Int] {
  var strides = [Int](repeating: 1, count: shape.count)
  for axis in stride(from: shape.count - 2, through: 0, by: -1) {
    strides[axis] = strides[axis + 1] * shape[axis + 1]
  }
  return strides
}
