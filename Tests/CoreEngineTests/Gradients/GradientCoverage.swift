/// Which cases check the gradient of a public operation, or why it has none.
///
/// A table written by hand: `GradientCoverageTests` compares it with what the compiler says is
/// public, so an operation that is added without a check of its gradient fails.
struct GradientCoverage {
  /// The operation, as `Tensor.sum(axis:keepDims:)`, and how many overloads have that name.
  let path: String
  let overloads: Int
  /// The cases that check it.
  let cases: [String]
  /// Why there is none, or where else it is tested.
  let reason: String?

  private init(_ path: String, _ overloads: Int, cases: [String] = [], reason: String? = nil) {
    (self.path, self.overloads, self.cases, self.reason) = (path, overloads, cases, reason)
  }

  private static func by(_ path: String, _ overloads: Int = 1, _ cases: String...) -> Self {
    Self(path, overloads, cases: cases)
  }
  private static func none(_ path: String, _ overloads: Int = 1, _ reason: String) -> Self {
    Self(path, overloads, reason: reason)
  }

  private static let flat = "piecewise constant"
  private static let about = "differentiates other functions: see DifferentiationTests"

  static let table: [GradientCoverage] = arithmetic + elementwise + along + arranged + layers

  private static let arithmetic: [Self] = [
    by("Tensor.+(_:_:)", 3, "add", "numbers beside tensors"),
    by("Tensor.-(_:_:)", 3, "subtract", "numbers beside tensors"),
    by("Tensor.*(_:_:)", 3, "multiply", "numbers beside tensors"),
    by("Tensor./(_:_:)", 3, "divide", "divide by negative numbers", "numbers beside tensors"),
    by("Tensor.-(_:)", 1, "negate"),
    by("Tensor.+=(_:_:)", 2, "in place"), by("Tensor.-=(_:_:)", 2, "in place"),
    by("Tensor.*=(_:_:)", 2, "in place"), by("Tensor./=(_:_:)", 2, "in place"),
    none("Tensor..<(_:_:)", 2, flat), none("Tensor..<=(_:_:)", 2, flat),
    none("Tensor..>(_:_:)", 2, flat), none("Tensor..>=(_:_:)", 2, flat),
    none("Tensor..==(_:_:)", 2, flat), none("Tensor..!=(_:_:)", 2, flat),
    by("maximum(_:_:)", 1, "maximum"), by("minimum(_:_:)", 1, "minimum"),
    by("select(_:_:_:)", 1, "select"),
    by("matmul(_:_:)", 1, "matmul", "matmul with itself"), by("Tensor.matmul(_:)", 1, "matmul"),
  ]

  private static let elementwise: [Self] =
    [
      "exp", "log", "sqrt", "abs", "sin", "cos",
    ].flatMap { [by("Tensor.\($0)()", 1, $0), by("\($0)(_:)", 1, $0)] } + [
      by("Tensor.squared()", 1, "squared"), by("Tensor.tanh()", 1, "tanh"),
      by("tanh(_:)", 1, "tanh"),
      by("Tensor.sign()", 1, "sign and floor, which are flat"),
      by("Tensor.floor()", 1, "sign and floor, which are flat"),
      by(
        "Tensor.pow(_:)", 2, "pow of a number", "pow of whole numbers, at negative points too",
        "pow of tensors"),
      by("pow(_:_:)", 1, "pow of a number"),
      by("Tensor.clamped(_:_:)", 1, "clamped"), by("Tensor.relu()", 1, "relu"),
      by("Tensor.leakyReLU(slope:)", 1, "leakyReLU"), by("Tensor.sigmoid()", 1, "sigmoid"),
      by("Tensor.gelu(approximate:)", 1, "gelu", "gelu by tanh"),
      by("Tensor.softplus()", 1, "softplus"),
      by("Tensor.dropout(_:random:)", 1, "dropout"),
      none("Tensor.isNaN", 1, flat),
      none("Tensor.detached", 1, "its gradient is zero: see RecurrentTests on truncation"),
      none("Tensor.converted(to:)", 1, "exact, tested by value in ConversionTests"),
      none("Tensor.oneHot(classes:)", 1, "of whole numbers"),
      none("Tensor.zeros(like:)", 1, "constant"), none("Tensor.ones(like:)", 1, "constant"),
    ]

  private static let along: [Self] =
    ["sum", "mean", "max", "min"].flatMap {
      [
        by("Tensor.\($0)()", 1, $0), by("Tensor.\($0)(axis:keepDims:)", 1, "\($0) along an axis"),
        by("Tensor.\($0)(axes:keepDims:)", 1, "\($0) along axes"),
      ]
    } + [
      by("Tensor.variance(correction:)", 1, "variance"),
      by(
        "Tensor.variance(axis:correction:keepDims:)", 1, "variance along an axis",
        "variance of a sample"),
      by("Tensor.variance(axes:correction:keepDims:)", 1, "variance along axes"),
      none("Tensor.argmax(axis:)", 1, flat), none("Tensor.argmin(axis:)", 1, flat),
      by("Tensor.logSumExp(axis:keepDims:)", 1, "logSumExp"),
      by("Tensor.softmax(axis:)", 1, "softmax"), by("Tensor.logSoftmax(axis:)", 1, "logSoftmax"),
    ]

  private static let arranged: [Self] = [
    by("Tensor.reshaped(_:)", 2, "reshaped and flattened"),
    by("Tensor.flattened(from:)", 1, "reshaped and flattened"),
    by("Tensor.expanded(axis:)", 1, "expanded and squeezed"),
    by("Tensor.squeezed(axis:)", 1, "expanded and squeezed"),
    by("Tensor.permuted(_:)", 2, "permuted", "permuted by names of axes"),
    by("Tensor.transposed(_:_:)", 1, "transposed"),
    by("Tensor.flipped(axes:)", 1, "flipped"), by("Tensor.flipped(axis:)", 1, "flipped"),
    by("Tensor.broadcast(to:)", 1, "broadcast"),
    by("Tensor.subscript(_:)", 1, "subscript", "setting a part by subscript"),
    by("Tensor.padded(_:with:)", 2, "padded", "padded images"),
    by("Tensor.rolled(by:axis:)", 1, "rolled"), by("Tensor.shifted(dx:dy:)", 1, "shifted"),
    by("Tensor.strided(by:axis:from:to:)", 1, "strided"),
    by("Tensor.concatenate(_:axis:)", 1, "concatenate"), by("Tensor.stack(_:axis:)", 1, "stack"),
    by("Tensor.rows(at:)", 2, "rows"), by("Tensor.gather(axis:indices:)", 1, "gather"),
    by("Tensor.windows(_:stride:padding:)", 1, "windows"),
  ]

  private static let layers: [Self] = [
    by(
      "Tensor.conv2d(_:bias:stride:padding:dilation:groups:)", 1, "conv2d",
      "conv2d of many channels"),
    by("conv2d(_:_:bias:stride:padding:dilation:groups:)", 1, "conv2d as a free function"),
    by("Tensor.trueConv2d(_:bias:stride:padding:dilation:groups:)", 1, "trueConv2d"),
    by("Tensor.conv1d(_:bias:stride:padding:dilation:groups:)", 1, "conv1d"),
    by(
      "Tensor.convTranspose2d(_:bias:stride:padding:outputPadding:dilation:groups:)", 1,
      "convTranspose2d"),
    by("Tensor.locallyConnected2d(_:bias:kernel:stride:padding:)", 1, "locallyConnected2d"),
    by("Tensor.maxPool2d(_:stride:padding:ceilMode:)", 1, "maxPool2d"),
    by("Tensor.avgPool2d(_:stride:padding:countPadding:ceilMode:)", 1, "avgPool2d"),
    by("Tensor.maxPool1d(_:stride:padding:ceilMode:)", 1, "maxPool1d"),
    by("Tensor.avgPool1d(_:stride:padding:countPadding:ceilMode:)", 1, "avgPool1d"),
    by("Tensor.linear(_:bias:)", 1, "linear"),
    by("Tensor.batchNorm2d(_:_:epsilon:)", 1, "batchNorm2d"),
    by("Tensor.batchNorm2d(_:_:mean:variance:epsilon:)", 1, "batchNorm2d with given statistics"),
    by("Tensor.layerNorm(_:_:epsilon:)", 1, "layerNorm"),
    by(
      "Tensor.recurrent(_:_:initial:)", 1, "recurrent tanh", "recurrent relu", "recurrent lstm",
      "recurrent gru"),
    by(
      "recurrentStep(_:_:_:_:)", 1, "recurrentStep tanh", "recurrentStep relu",
      "recurrentStep lstm", "recurrentStep gru"),
    by("Recurrent.run(_:from:)", 1, "RNN layer", "RNN layer with relu", "LSTM layer", "GRU layer"),
    by("Recurrent.step(_:from:)", 1, "Jacobian of a recurrent step"),
    by("Recurrent.stepJacobian(_:from:)", 1, "Jacobian of a recurrent step"),
    by("RecurrentState.joined", 1, "recurrentStep lstm"),
    none("RecurrentState.detached", 1, "its gradient is zero: see RecurrentTests on truncation"),
    by("crossEntropy(_:_:)", 1, "crossEntropy"),
    by(
      "crossEntropy(_:_:weights:labelSmoothing:ignoring:reduction:)", 1,
      "crossEntropy with options", "crossEntropy with distributions"),
    by("meanSquaredError(_:_:)", 1, "meanSquaredError"),
    by("meanSquaredError(_:_:reduction:)", 1, "meanSquaredError"),
    by("binaryCrossEntropy(_:_:)", 1, "binaryCrossEntropy"),
    by(
      "binaryCrossEntropy(_:_:weights:positiveWeights:reduction:)", 1,
      "binaryCrossEntropy with options"),
    by("differentiable(_:adjoint:)", 2, "an operation with an adjoint by hand"),
    none("gradient(at:of:)", 2, about), none("gradient(at:_:of:)", 1, about),
    none("valueAndGradient(at:of:)", 4, about), none("valueAndGradient(at:_:of:)", 1, about),
    none("vjp(at:of:)", 1, about), none("jvp(at:along:of:)", 1, about),
    none("pullback(at:of:)", 1, about), none("jacobian(at:of:)", 1, about),
    none("hessian(at:of:)", 1, about),
  ]

  /// The cases for the parameters of every layer class.
  static let layerClasses: [String: String] = [
    "Dense": "Dense layer", "Conv2D": "Conv2D layer", "Conv1D": "Conv1D layer",
    "ConvTranspose2D": "ConvTranspose2D layer", "LocallyConnected2D": "LocallyConnected2D layer",
    "BatchNorm2D": "BatchNorm2D layer", "LayerNorm": "LayerNorm layer",
    "Embedding": "Embedding layer", "RNN": "RNN layer", "LSTM": "LSTM layer", "GRU": "GRU layer",
    "MaxPool2D": "layers that pool", "AvgPool2D": "layers that pool",
    "MaxPool1D": "layers that pool signals", "AvgPool1D": "layers that pool signals",
    "ReLU": "ReLU and LastStep", "LastStep": "ReLU and LastStep",
    "Dropout": "dropout",
    "LeakyReLU": "layers of functions", "GELU": "layers of functions",
    "Sigmoid": "layers of functions", "Tanh": "layers of functions",
    "Softplus": "layers of functions", "Softmax": "layers of functions",
    "Lambda": "layers of functions", "Flatten": "layers of functions",
    "Sequential": "Sequential joins a convolution, an activation and a pooling",
  ]
}
