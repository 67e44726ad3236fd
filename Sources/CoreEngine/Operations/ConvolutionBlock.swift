/// The lengths and functions of a convolution, an activation and a pooling that run as one operation.
struct BlockGeometry {
  /// The function of each element of the convolution.
  enum Activation {
    case none, relu, sigmoid, tanh
  }
  /// How windows are reduced.
  enum Pool {
    case none, max, average
  }

  var convolution: ConvolutionGeometry
  /// Of the convolution's result; unused without a pooling.
  var pooling: PoolingGeometry
  var activation: Activation
  var pool: Pool
}

/// A convolution, an activation and a pooling that `Sequential` runs as one operation.
///
/// The results are those of the three operations one after the other, bit for bit; gradients may be
/// rounded differently.
struct ConvolutionBlock {
  /// The options of `Tensor.conv2d`.
  var stride = Size(1, 1)
  var padding = Size(0, 0)
  var dilation = Size(1, 1)
  var groups = 1

  var activation = BlockGeometry.Activation.none
  var pool = BlockGeometry.Pool.none
  var window = Size(1, 1)
  var windowStride = Size(1, 1)

  /// Whether there is anything to gain over the convolution alone.
  var isWorthwhile: Bool { activation != .none || pool != .none }

  /// The block's result for images `x`, filters `w` and a bias.
  /// - Precondition: as `conv2d` and the pooling have.
  func callAsFunction(_ x: Tensor, _ w: Tensor, bias: Tensor?) -> Tensor {
    // One image, no image, or a window that does not fit: let the operations themselves report it.
    guard x.rank == 4, x.count > 0 else { return composed(x, w, bias) }
    let g = ConvolutionGeometry(
      input: x, filter: w, bias: bias, stride: stride, padding: padding, dilation: dilation,
      groups: groups, shown: ("conv2d", x.signature, w.signature))
    guard g.newHeight >= window.height && g.newWidth >= window.width else {
      return composed(x, w, bias)
    }
    let pooling = PoolingGeometry(
      planes: g.batch * g.outputs, height: g.newHeight, width: g.newWidth, kernel: window,
      stride: windowStride, padding: Size(0, 0),
      newHeight: windowCount(g.newHeight, kernel: window.height, stride: windowStride.height),
      newWidth: windowCount(g.newWidth, kernel: window.width, stride: windowStride.width))
    let block = BlockGeometry(
      convolution: g, pooling: pooling, activation: activation, pool: pool)
    // With max-pooling the gradient needs only the pooled values and where they come from.
    let y =
      pool == .max
      ? nil
      : Tensor(uninitialized: [g.batch, g.outputs, g.newHeight, g.newWidth], dtype: x.dtype)
    let pooled =
      pool == .none
      ? nil
      : Tensor(
        uninitialized: [g.batch, g.outputs, pooling.newHeight, pooling.newWidth], dtype: x.dtype)
    let winners = pool == .max ? Storage.positions(count: pooled!.count) : nil
    Kernels.runBlock(
      x.storage, w.storage, bias: bias?.storage, block, into: y?.storage,
      pooled: pooled?.storage, winners: winners)
    let inputs = bias.map { [x, w, $0] } ?? [x, w]
    let result = (pooled ?? y)!
    let kept = (y ?? pooled)!
    return recorded(result, from: inputs) { upstream, _ in
      func composedGradient() -> [Tensor?] {
        pullback(at: inputs) { v in
          self.composed(v[0], v[1], v.count > 2 ? v[2] : nil)
        }(upstream)
      }
      if isDifferentiatingGradient { return composedGradient() }
      let dx = x.node == nil ? nil : Tensor(uninitialized: x.shape, dtype: x.dtype)
      let dw = Tensor(uninitialized: w.shape, dtype: w.dtype)
      let db = bias.map { Tensor(uninitialized: $0.shape, dtype: $0.dtype) }
      let holds = Kernels.runBlockBack(
        x.storage, w.storage, block, kept: kept.storage, winners: winners, upstream.storage,
        into: dx?.storage, weight: dw.storage, bias: db?.storage)
      // NaN or infinity among the operands: the parts know where they meet the weights.
      if !holds { return composedGradient() }
      return db.map { [dx, dw, $0] } ?? [dx, dw]
    }
  }

  /// The same out of its parts.
  private func composed(_ x: Tensor, _ w: Tensor, _ bias: Tensor?) -> Tensor {
    var y = x.conv2d(
      w, bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
    switch activation {
    case .none: break
    case .relu: y = y.relu()
    case .sigmoid: y = y.sigmoid()
    case .tanh: y = y.tanh()
    }
    switch pool {
    case .none: return y
    case .max: return y.maxPool2d(window, stride: windowStride)
    case .average: return y.avgPool2d(window, stride: windowStride)
    }
  }
}
