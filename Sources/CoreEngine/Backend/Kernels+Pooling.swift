internal import CEngine

/// The lengths of a pooling over planes of `height` by `width` elements.
struct PoolingGeometry {
  var planes, height, width: Int
  var kernel, stride, padding: Size
  var newHeight, newWidth: Int
  /// Whether a mean divides by the whole window, or by its part inside the image.
  var countsPadding = true

  var forC: ce_pooling {
    ce_pooling(
      planes: Int64(planes), height: Int64(height), width: Int64(width),
      kernel_height: Int64(kernel.height), kernel_width: Int64(kernel.width),
      stride_y: Int64(stride.height), stride_x: Int64(stride.width),
      padding_y: Int64(padding.height), padding_x: Int64(padding.width),
      out_height: Int64(newHeight), out_width: Int64(newWidth),
      count_padding: countsPadding ? 1 : 0)
  }
}

extension Kernels {
  /// The greatest element of each window, and its position in its plane, if wanted.
  static func maxPool(_ x: Storage, _ geometry: PoolingGeometry, into y: Storage, winners: Storage?)
  {
    withUnsafePointer(to: geometry.forC) {
      ce_max_pool(x.dtype.code, $0, x.pointer, y.pointer, winners?.positions)
    }
  }

  /// `dx[plane, winners[i]] += upstream[i]`, from zeros.
  static func poolScatter(
    _ upstream: Storage, to winners: Storage, _ geometry: PoolingGeometry, into dx: Storage
  ) {
    withUnsafePointer(to: geometry.forC) {
      ce_pool_scatter(dx.dtype.code, $0, upstream.pointer, winners.positions, dx.pointer)
    }
  }

  /// `y[i] = x[plane, winners[i]]`.
  static func poolGather(
    _ x: Storage, from winners: Storage, _ geometry: PoolingGeometry, into y: Storage
  ) {
    withUnsafePointer(to: geometry.forC) {
      ce_pool_gather(x.dtype.code, $0, x.pointer, winners.positions, y.pointer)
    }
  }

  /// The mean of each window.
  static func averagePool(_ x: Storage, _ geometry: PoolingGeometry, into y: Storage) {
    withUnsafePointer(to: geometry.forC) {
      ce_average_pool(x.dtype.code, $0, x.pointer, y.pointer)
    }
  }

  /// The gradient of `averagePool` from the gradient `upstream` at its result.
  static func averagePoolGradient(
    _ upstream: Storage, _ geometry: PoolingGeometry, into dx: Storage
  ) {
    withUnsafePointer(to: geometry.forC) {
      ce_average_pool_gradient(dx.dtype.code, $0, upstream.pointer, dx.pointer)
    }
  }
}
