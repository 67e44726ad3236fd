internal import CEngine

/// Elementwise operations on two operands.
enum BinaryOperation {
  case add, subtract, multiply, divide, maximum, minimum, power
  case less, lessEqual, greater, greaterEqual, equal, notEqual
  // Gradients: the first operand is what the function saved, the second the gradient that arrives.
  case reluGradient, sigmoidGradient, tanhGradient, geluGradient

  fileprivate var code: Int32 {
    let code =
      switch self {
      case .add: ce_add
      case .subtract: ce_subtract
      case .multiply: ce_multiply
      case .divide: ce_divide
      case .maximum: ce_maximum
      case .minimum: ce_minimum
      case .power: ce_power
      case .less: ce_less
      case .lessEqual: ce_less_equal
      case .greater: ce_greater
      case .greaterEqual: ce_greater_equal
      case .equal: ce_equal
      case .notEqual: ce_not_equal
      case .reluGradient: ce_relu_gradient
      case .sigmoidGradient: ce_sigmoid_gradient
      case .tanhGradient: ce_tanh_gradient
      case .geluGradient: ce_gelu_gradient
      }
    return Int32(code)
  }
}

/// Elementwise operations on one operand and up to two numbers p and q.
enum UnaryOperation {
  case negate, absolute, sign, exp, log, sqrt, square, sin, cos, floor, isNaN
  case relu, sigmoid, tanh, gelu, softplus
  /// `x` above 0, `p x` elsewhere.
  case leakyReLU
  /// No less than p and no more than q.
  case clamp
  /// `p x + q`.
  case scaleShift
  /// x to the power of p.
  case powerScalar

  fileprivate var code: Int32 {
    let code =
      switch self {
      case .negate: ce_negate
      case .absolute: ce_absolute
      case .sign: ce_sign
      case .exp: ce_exp
      case .log: ce_log
      case .sqrt: ce_sqrt
      case .square: ce_square
      case .sin: ce_sin
      case .cos: ce_cos
      case .floor: ce_floor
      case .isNaN: ce_is_nan
      case .relu: ce_relu
      case .sigmoid: ce_sigmoid
      case .tanh: ce_tanh
      case .gelu: ce_gelu
      case .softplus: ce_softplus
      case .leakyReLU: ce_leaky_relu
      case .clamp: ce_clamp
      case .scaleShift: ce_scale_shift
      case .powerScalar: ce_power_scalar
      }
    return Int32(code)
  }
}

/// Elements of a storage that are walked with a step for each axis, 0 or negative ones included.
struct StridedElements {
  let storage: Storage
  /// The first element.
  let start: Int
  /// Elements between neighbours along each axis.
  let strides: [Int]

  @inline(__always)
  init(_ storage: Storage, from start: Int = 0, strides: [Int]) {
    (self.storage, self.start, self.strides) = (storage, start, strides)
  }

  fileprivate var pointer: UnsafeMutableRawPointer {
    storage.pointer + start * storage.dtype.size
  }
}

extension Kernels {
  /// `out[i] = a[i] op b[i]`; an operand with one element repeats.
  @inline(__always)
  static func binary(_ operation: BinaryOperation, _ a: Storage, _ b: Storage, into out: Storage) {
    let n = out.count
    ce_binary(
      out.dtype.code, operation.code, Int64(n), a.pointer, a.count == n ? 1 : 0, b.pointer,
      b.count == n ? 1 : 0, out.pointer)
  }

  /// The same over strided operands; `out` is contiguous with `shape`, of at most 8 axes.
  static func binary(
    _ operation: BinaryOperation, _ a: StridedElements, _ b: StridedElements, into out: Storage,
    shape: [Int]
  ) {
    withInt64(shape) { lengths in
      withInt64(a.strides) { s in
        withInt64(b.strides) { t in
          ce_binary_strided(
            out.dtype.code, operation.code, Int32(shape.count), lengths, a.pointer, s, b.pointer,
            t, out.pointer)
        }
      }
    }
  }

  /// `out[i] = op(a[i])`.
  @inline(__always)
  static func unary(
    _ operation: UnaryOperation, _ a: Storage, into out: Storage, p: Double, q: Double
  ) {
    ce_unary(out.dtype.code, operation.code, Int64(out.count), a.pointer, out.pointer, p, q)
  }

  /// `out[i] = condition[i] != 0 ? a[i] : b[i]`.
  static func select(_ condition: Storage, _ a: Storage, _ b: Storage, into out: Storage) {
    ce_select(
      out.dtype.code, Int64(out.count), condition.pointer, a.pointer, b.pointer, out.pointer)
  }

  /// `target[i] += scale * source[i]`.
  static func accumulate(_ source: Storage, scale: Double, into target: Storage) {
    ce_accumulate(target.dtype.code, Int64(target.count), scale, source.pointer, target.pointer)
  }

  /// `out[i] = value`.
  static func fill(_ out: Storage, with value: Double) {
    ce_fill(out.dtype.code, Int64(out.count), value, out.pointer)
  }

  /// The elements of `source` in the number type of `out`, rounded to the nearest.
  static func convert(_ source: Storage, into out: Storage) {
    ce_convert(
      source.dtype.code, out.dtype.code, Int64(out.count), source.pointer, out.pointer)
  }

  /// Copies an n-dimensional block, of at most 8 axes, between two layouts.
  static func copyBlock(from source: StridedElements, to target: StridedElements, shape: [Int]) {
    withInt64(shape) { lengths in
      withInt64(source.strides) { s in
        withInt64(target.strides) { t in
          ce_strided_copy(
            target.storage.dtype.code, Int32(shape.count), lengths, source.pointer, s,
            target.pointer, t)
        }
      }
    }
  }

  /// Row r of `out` is row `indices[r]` of `table`; rows have `width` elements.
  static func gatherRows(_ indices: Storage, of table: Storage, width: Int, into out: Storage) {
    ce_gather_rows(
      out.dtype.code, Int64(indices.count), Int64(width), indices.pointer, table.pointer,
      out.pointer)
  }

  /// Adds row r of `source` to row `indices[r]` of `table`; rows have `width` elements.
  static func scatterRows(_ source: Storage, to indices: Storage, of table: Storage, width: Int) {
    ce_scatter_rows(
      table.dtype.code, Int64(indices.count), Int64(width), indices.pointer, source.pointer,
      table.pointer)
  }
}
