internal import CEngine

extension ConvolutionGeometry {
  fileprivate var forC: ce_convolution {
    ce_convolution(
      batch: Int64(batch), inputs: Int64(inputs), height: Int64(height), width: Int64(width),
      outputs: Int64(outputs), kernel_height: Int64(kernel.height),
      kernel_width: Int64(kernel.width), stride_y: Int64(stride.height),
      stride_x: Int64(stride.width), padding_y: Int64(padding.height),
      padding_x: Int64(padding.width), dilation_y: Int64(dilation.height),
      dilation_x: Int64(dilation.width), groups: Int64(groups), out_height: Int64(newHeight),
      out_width: Int64(newWidth))
  }
}

extension Kernels {
  /// The cross-correlation of `x` with the filters `w`, plus `bias[channel]`.
  static func convolve(
    _ x: Storage, _ w: Storage, bias: Storage?, _ geometry: ConvolutionGeometry,
    into out: Storage
  ) {
    withUnsafePointer(to: geometry.forC) {
      ce_convolve(out.dtype.code, $0, x.pointer, w.pointer, bias?.pointer, out.pointer)
    }
  }

  /// The gradient in `x` from the gradient `upstream` at the result: the adjoint in `x`.
  static func convolveInput(
    _ upstream: Storage, _ w: Storage, _ geometry: ConvolutionGeometry, into dx: Storage
  ) {
    withUnsafePointer(to: geometry.forC) {
      ce_convolve_input(dx.dtype.code, $0, upstream.pointer, w.pointer, dx.pointer)
    }
  }

  /// The gradients in the filters and, if wanted, in the bias.
  static func convolveWeight(
    _ x: Storage, _ upstream: Storage, _ geometry: ConvolutionGeometry, into dw: Storage,
    bias db: Storage?
  ) {
    withUnsafePointer(to: geometry.forC) {
      ce_convolve_weight(
        dw.dtype.code, $0, x.pointer, upstream.pointer, dw.pointer, db?.pointer)
    }
  }

  /// Runs a convolution, its activation and its pooling as one operation.
  ///
  /// - Parameters:
  ///   - x: the images.
  ///   - w: the filters.
  ///   - bias: one number per output channel, or nil.
  ///   - block: lengths and functions.
  ///   - y: gets the activated convolution; may be nil with max-pooling.
  ///   - pooled: gets the result of the pooling; nil without one.
  ///   - winners: gets the positions of the greatest elements; nil without max-pooling.
  static func runBlock(
    _ x: Storage, _ w: Storage, bias: Storage?, _ block: BlockGeometry, into y: Storage?,
    pooled: Storage?, winners: Storage?
  ) {
    withUnsafePointer(to: block.forC) {
      ce_run_block(
        x.dtype.code, $0, x.pointer, w.pointer, bias?.pointer, y?.pointer, pooled?.pointer,
        winners?.positions)
    }
  }

  /// The gradients of a block.
  ///
  /// - Parameters:
  ///   - x: the images.
  ///   - w: the filters.
  ///   - block: lengths and functions.
  ///   - kept: `y` of the forward pass, or `pooled` where that was nil.
  ///   - winners: of the forward pass.
  ///   - upstream: the gradient at the block's result.
  ///   - dx: gets the gradient in the images, or nil.
  ///   - dw: gets the gradient in the filters.
  ///   - db: gets the gradient in the bias, or nil.
  /// - Returns: false where a NaN or infinity may have spread too far, so that the gradients must be
  ///   put together from the block's parts.
  static func runBlockBack(
    _ x: Storage, _ w: Storage, _ block: BlockGeometry, kept: Storage, winners: Storage?,
    _ upstream: Storage, into dx: Storage?, weight dw: Storage, bias db: Storage?
  ) -> Bool {
    withUnsafePointer(to: block.forC) {
      ce_run_block_back(
        x.dtype.code, $0, x.pointer, w.pointer, kept.pointer, winners?.positions,
        upstream.pointer, dx?.pointer, dw.pointer, db?.pointer)
      return ce_block_holds(x.dtype.code, $0, w.pointer, dw.pointer, upstream.pointer) != 0
    }
  }
}

extension BlockGeometry {
  fileprivate var forC: ce_block {
    let activation =
      switch activation {
      case .none: ce_activation_none
      case .relu: ce_activation_relu
      case .sigmoid: ce_activation_sigmoid
      case .tanh: ce_activation_tanh
      }
    let pool =
      switch pool {
      case .none: ce_pool_none
      case .max: ce_pool_max
      case .average: ce_pool_average
      }
    return ce_block(
      convolution: convolution.forC, pooling: pooling.forC, activation: Int64(activation),
      pool: Int64(pool))
  }
}
