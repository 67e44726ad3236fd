internal import CEngine

/// A convolution, an activation and a pooling that `Sequential` runs as one operation.
///
/// The results are those of the three operations one after the other, bit for bit; gradients may be
/// rounded differently.
struct ConvolutionBlock {
  /// What is applied to each element.
  enum Activation: Int {
    case none, relu, sigmoid, tanh
  }
  /// How windows are reduced.
  enum Pool: Int {
    case none, max, average
  }

  var activation = Activation.none
  var pool = Pool.none
  var window = Size(1, 1)
  var windowStride = Size(1, 1)

  /// Whether there is anything to gain over the convolution alone.
  var isWorthwhile: Bool { activation != .none || pool != .none }

  /// - Precondition: as `conv2d` and the pooling have.
  func callAsFunction(_ x: Tensor, _ conv: Conv2D) -> Tensor {
    let (w, bias) = (conv.weight.value, conv.bias?.value)
    // One image, no image, or a window that does not fit: let the operations themselves speak.
    guard x.rank == 4, x.count > 0 else { return composed(x, w, bias, conv) }
    let g = ConvolutionGeometry(
      input: x, filter: w, bias: bias, stride: conv.stride, padding: conv.padding,
      dilation: conv.dilation, groups: conv.groups,
      shown: ("conv2d", x.signature, w.signature))
    guard g.newHeight >= window.height && g.newWidth >= window.width else {
      return composed(x, w, bias, conv)
    }
    let pooledHeight = (g.newHeight - window.height) / windowStride.height + 1
    let pooledWidth = (g.newWidth - window.width) / windowStride.width + 1
    let block = ce_block(
      convolution: g.forC,
      pooling: ce_pooling(
        planes: Int64(g.batch * g.outputs), height: Int64(g.newHeight),
        width: Int64(g.newWidth), kernel_height: Int64(window.height),
        kernel_width: Int64(window.width), stride_y: Int64(windowStride.height),
        stride_x: Int64(windowStride.width), padding_y: 0, padding_x: 0,
        out_height: Int64(pooledHeight), out_width: Int64(pooledWidth), count_padding: 1),
      activation: Int64(activation.rawValue), pool: Int64(pool.rawValue))
    // With max-pooling the gradient needs only the pooled values and where they come from.
    let y =
      pool == .max
      ? nil
      : Tensor(uninitialized: [g.batch, g.outputs, g.newHeight, g.newWidth], dtype: x.dtype)
    let pooled =
      pool == .none
      ? nil
      : Tensor(uninitialized: [g.batch, g.outputs, pooledHeight, pooledWidth], dtype: x.dtype)
    let winners = pool == .max ? Storage(count: pooled!.count, dtype: .float32) : nil
    withUnsafePointer(to: block) {
      ce_run_block(
        x.dtype.rawValue, $0, x.pointer, w.pointer, bias?.pointer, y?.pointer, pooled?.pointer,
        winners?.pointer.assumingMemoryBound(to: Int32.self))
    }
    let inputs = bias.map { [x, w, $0] } ?? [x, w]
    let result = (pooled ?? y)!
    let kept = (y ?? pooled)!
    return recorded(result, from: inputs) { upstream, _ in
      func composedGradient() -> [Tensor?] {
        pullback(at: inputs) { v in
          self.composed(v[0], v[1], v.count > 2 ? v[2] : nil, conv)
        }(upstream)
      }
      if isDifferentiatingGradient { return composedGradient() }
      let dx = x.node == nil ? nil : Tensor(uninitialized: x.shape, dtype: x.dtype)
      let dw = Tensor(uninitialized: w.shape, dtype: w.dtype)
      let db = bias.map { Tensor(uninitialized: $0.shape, dtype: $0.dtype) }
      withUnsafePointer(to: block) {
        ce_run_block_back(
          x.dtype.rawValue, $0, x.pointer, w.pointer, kept.pointer,
          winners?.pointer.assumingMemoryBound(to: Int32.self), upstream.pointer, dx?.pointer,
          dw.pointer, db?.pointer)
      }
      // NaN or infinity among the operands: the parts know where they meet the weights.
      if !(dw.isFinite && w.isFinite) && upstream.isFinite { return composedGradient() }
      return db.map { [dx, dw, $0] } ?? [dx, dw]
    }
  }

  /// The same out of its parts.
  private func composed(_ x: Tensor, _ w: Tensor, _ bias: Tensor?, _ conv: Conv2D) -> Tensor {
    var y = x.conv2d(
      w, bias: bias, stride: conv.stride, padding: conv.padding, dilation: conv.dilation,
      groups: conv.groups)
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
