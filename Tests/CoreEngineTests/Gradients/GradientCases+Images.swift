import CoreEngine

extension GradientCase {
  /// The options of a convolution and operands that fit them: image, filter and sometimes bias.
  private struct Convolution {
    let stride, padding, dilation: Size
    let groups: Int
    let hasBias: Bool

    init(_ d: Draw, axes: Int = 2) {
      let flat = axes == 1
      func size(_ name: String, _ low: Int, _ high: Int) -> Size {
        let size = d.size(name, low, high)
        return flat ? Size(low, size.width) : size
      }
      groups = d.pick("groups", [1, 1, 2, 3])
      (stride, padding) = (size("stride", 1, 3), size("padding", 0, 2))
      dilation = size("dilation", 1, 2)
      let kernel = size("kernel", 1, 3)
      let (inputs, outputs) = (groups * d(1, 2), groups * d(1, 2))
      func length(_ kernel: Int, _ dilation: Int, _ padding: Int) -> Int {
        let span = dilation * (kernel - 1) + 1
        return max(1, span - 2 * padding) + d(0, 4)
      }
      let width = length(kernel.width, dilation.width, padding.width)
      if flat {
        d.input([d(1, 2), inputs, width])
        d.input([outputs, inputs / groups, kernel.width])
      } else {
        let height = length(kernel.height, dilation.height, padding.height)
        // One image in three comes without a batch axis.
        let batch = d(0, 2) == 0 ? [] : [d(1, 2)]
        d.input(batch + [inputs, height, width])
        d.input([outputs, inputs / groups, kernel.height, kernel.width])
      }
      hasBias = d.flag("bias")
      if hasBias { d.input([outputs]) }
    }

    func bias(_ v: [Tensor]) -> Tensor? { hasBias ? v[2] : nil }
  }

  static let convolutions: [GradientCase] = [
    GradientCase("conv2d") { d in
      let c = Convolution(d)
      return {
        $0[0].conv2d(
          $0[1], bias: c.bias($0), stride: c.stride, padding: c.padding, dilation: c.dilation,
          groups: c.groups)
      }
    },
    GradientCase("conv2d as a free function") { d in
      let c = Convolution(d)
      return {
        conv2d(
          $0[0], $0[1], bias: c.bias($0), stride: c.stride, padding: c.padding,
          dilation: c.dilation, groups: c.groups)
      }
    },
    GradientCase("conv2d of many channels") { d in
      // Enough of them for the kernels whose vectors run over the channels.
      let (inputs, outputs, padding) = (d(1, 2), d(16, 19), d.option("padding", 0, 1))
      d.input([1, inputs, d(3, 4), d(3, 4)])
      d.input([outputs, inputs, 3, 3])
      return { $0[0].conv2d($0[1], padding: padding) }
    },
    GradientCase("trueConv2d") { d in
      let c = Convolution(d)
      return {
        $0[0].trueConv2d(
          $0[1], bias: c.bias($0), stride: c.stride, padding: c.padding, dilation: c.dilation,
          groups: c.groups)
      }
    },
    GradientCase("conv1d") { d in
      let c = Convolution(d, axes: 1)
      return {
        $0[0].conv1d(
          $0[1], bias: c.bias($0), stride: c.stride.width, padding: c.padding.width,
          dilation: c.dilation.width, groups: c.groups)
      }
    },
    GradientCase("convTranspose2d") { d in
      let groups = d.pick("groups", [1, 1, 2])
      let (stride, dilation) = (d.size("stride", 1, 3), d.size("dilation", 1, 2))
      let (kernel, padding) = (d.size("kernel", 2, 3), d.size("padding", 0, 1))
      let extra = Size(
        d(0, max(stride.height, dilation.height) - 1), d(0, max(stride.width, dilation.width) - 1))
      let (inputs, outputs) = (groups * d(1, 2), groups * d(1, 2))
      d.input((d(0, 2) == 0 ? [] : [d(1, 2)]) + [inputs, d(2, 3), d(2, 3)])
      d.input([inputs, outputs / groups, kernel.height, kernel.width])
      let hasBias = d.flag("bias")
      if hasBias { d.input([outputs]) }
      return {
        $0[0].convTranspose2d(
          $0[1], bias: hasBias ? $0[2] : nil, stride: stride, padding: padding,
          outputPadding: extra, dilation: dilation, groups: groups)
      }
    },
    GradientCase("locallyConnected2d") { d in
      let (k, s) = (d.size("kernel", 1, 3), d.size("stride", 1, 2))
      let p = d.size("padding", 0, 1)
      let (inputs, outputs) = (d(1, 2), d(1, 3))
      let (height, width) = (d(k.height, 4), d(k.width, 4))
      let rows = (height + 2 * p.height - k.height) / s.height + 1
      let columns = (width + 2 * p.width - k.width) / s.width + 1
      d.input([d(1, 2), inputs, height, width])
      d.input([rows * columns, outputs, inputs * k.height * k.width])
      let hasBias = d.flag("bias")
      if hasBias { d.input([outputs, rows * columns]) }
      return {
        $0[0].locallyConnected2d(
          $0[1], bias: hasBias ? $0[2] : nil, kernel: k, stride: s, padding: p)
      }
    },
  ]

  /// A window that fits a drawn image, with padding of at most half of it.
  private static func window(_ d: Draw, axes: Int = 2) -> (
    kernel: Size, stride: Size, padding: Size
  ) {
    let (kernel, stride) = (d.size("kernel", 1, 4), d.size("stride", 1, 3))
    let padding = Size(d(0, kernel.height / 2), d(0, kernel.width / 2))
    _ = d.pick("padding", [padding])
    let front = (d(0, 2) == 0 ? [] : [d(1, 2)]) + [d(1, 2)]
    if axes == 1 {
      d.inputWithoutTies(front + [d(kernel.width, 8)])
    } else {
      d.inputWithoutTies(front + [d(kernel.height, 7), d(kernel.width, 7)])
    }
    return (kernel, stride, padding)
  }

  static let pooling: [GradientCase] = [
    GradientCase("maxPool2d") { d in
      let (w, ceil) = (window(d), d.flag("ceilMode"))
      return { $0[0].maxPool2d(w.kernel, stride: w.stride, padding: w.padding, ceilMode: ceil) }
    },
    GradientCase("avgPool2d") { d in
      let (w, ceil, counted) = (window(d), d.flag("ceilMode"), d.flag("countPadding"))
      return {
        $0[0].avgPool2d(
          w.kernel, stride: w.stride, padding: w.padding, countPadding: counted, ceilMode: ceil)
      }
    },
    GradientCase("maxPool1d") { d in
      let (w, ceil) = (window(d, axes: 1), d.flag("ceilMode"))
      return {
        $0[0].maxPool1d(
          w.kernel.width, stride: w.stride.width, padding: w.padding.width, ceilMode: ceil)
      }
    },
    GradientCase("avgPool1d") { d in
      let (w, ceil, counted) = (window(d, axes: 1), d.flag("ceilMode"), d.flag("countPadding"))
      return {
        $0[0].avgPool1d(
          w.kernel.width, stride: w.stride.width, padding: w.padding.width, countPadding: counted,
          ceilMode: ceil)
      }
    },
  ]
}
