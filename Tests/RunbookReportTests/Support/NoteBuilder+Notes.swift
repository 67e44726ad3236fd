import Foundation
import RunbookDocument
import RunbookOutput

extension NoteBuilder {
  mutating func writeEnglish() {
    frontMatter.title = "Convolutional networks"
    frontMatter.subtitle =
      "What a convolution assumes about images, and what a network learns under that assumption"
    frontMatter.authors = ["R. Reader"]
    frontMatter.date = "2026-03-09"
    frontMatter.tags = ["cnn", "equivariance"]
    frontMatter.seed = 42
    frontMatter.parameters = [
      .init(name: "epochs", value: .int(5), location: place),
      .init(name: "learningRate", value: .double(0.05), location: place),
    ]
    paragraph(
      "A <strong>convolutional network</strong> is a dense network that has been told two things "
        + "about images: that what is worth seeing can be seen anywhere, and that it can be seen "
        + "from close by. This note runs both statements as experiments, then trains a network in "
        + "the style of LeNet on handwritten digits and looks inside it.")
    html(
      "<p>Everything below is computed when the note is rendered: change a cell, run "
        + "<code>runbook notebooks/cnn.md</code>, and numbers, pictures and claims follow.</p>")
    heading(2, "Convolution commutes with a shift", id: "shift")
    paragraph(
      "A layer slides a small filter ", "w", " over the image ", "x",
      ". With a filter of ", "k \\times k", " weights its output at ", "(i, j)",
      " is a weighted sum of the neighbourhood,")
    formula(
      "h_{ij} = \\sum_{a=0}^{k-1} \\sum_{b=0}^{k-1} w_{ab} \\, x_{i+a,\\, j+b}.", label: "eq-conv")
    paragraph(
      "The weights do not depend on ", "(i, j)",
      ". So if the picture moves, the output moves with it: writing ", "S",
      " for a shift by one pixel,")
    formula("w * (S x) = S (w * x).", label: "eq-shift")
    paragraph(
      "This is <strong>translation equivariance</strong>. It is exact, but for the border, where a "
        + "shift brings in pixels that were not there before. See ", "@fig-shift", " and ",
      "@eq-shift", ", and compare <a href=\"#claim-1\">the claim</a>.")
    let claimLine = nextLine + 5
    cell(
      """
      let filter = Random(seed: 7).normal([1, 1, 5, 5])
      /// The response of one filter.
      func respond(_ x: Tensor) -> Tensor { x.conv2d(filter, padding: 2) }

      let digit = mnist.test[3].image.expanded()  // shape [1, 1, 28, 28]
      let moved = digit.shifted(dx: 3)
      claim("convolution commutes with a shift", distance(respond(moved), respond(digit).shifted(dx: 3)), atMost: 1e-6)
      images([digit[0], moved[0], respond(digit)[0], respond(moved)[0]], titles: ["x", "S x", "w * x", "w * S x"], columns: 4)
      """,
      options: {
        $0.label = "fig-shift"
        $0.checks = ["eq-shift"]
        $0.figureCaption =
          "A digit $x$, the digit shifted by three pixels, and the response of one random filter to "
          + "each. The response moves with the digit."
      },
      .claim(
        Claim(
          statement: "convolution commutes with a shift", holds: true,
          evidence: "4.8e-07 ≤ 1e-06", measured: 4.8e-7, line: claimLine, cell: 1)),
      .claim(
        Claim(
          statement: "a dense layer does not commute with a shift", holds: true,
          evidence: "0.83 ≥ 0.1", measured: 0.83, line: claimLine + 1, cell: 1)),
      .images(
        ImageGrid(
          panels: [
            .init(title: "x", width: 28, height: 28, samples: Samples(Sketch.ring())),
            .init(title: "S x", width: 28, height: 28, samples: Samples(Sketch.ring(shift: 3))),
            .init(
              title: "w * x", width: 28, height: 28, samples: Samples(Sketch.ring(gain: 0.6)),
              boxes: [.init(x: 9, y: 6, width: 5, height: 5)]),
            .init(
              title: "w * S x", width: 28, height: 28,
              samples: Samples(Sketch.ring(shift: 3, gain: 0.6)),
              boxes: [.init(x: 12, y: 6, width: 5, height: 5)]),
          ], columns: 4, colorMap: .gray, scale: .each)))
    cell(
      """
      print("train \\(mnist.train.images.shape), test \\(mnist.test.images.shape)")
      """,
      .text(
        TextOutput(
          stream: .standardOutput, text: "train [4000, 1, 28, 28], test [1000, 1, 28, 28]\n")))
    heading(2, "A network in the style of LeNet", id: "lenet")
    paragraph("Two rounds of convolution and pooling, then dense layers that read off the digit.")
    cell(
      """
      let model = Sequential {
        Conv2D(1, 6, kernel: 5, padding: 2); ReLU(); MaxPool2D(2)
        Conv2D(6, 16, kernel: 5); ReLU(); MaxPool2D(2)
        Flatten(); Dense(400, 84); ReLU(); Dense(84, 10)
      }
      let history = fit(
        model, on: mnist.train, validation: mnist.test, epochs: params.epochs, batch: 64,
        optimizer: SGD(learningRate: params.learningRate, momentum: 0.9))
      """)
    cell(
      "history.curves",
      options: {
        $0.label = "fig-training"
        $0.figureCaption =
          "Loss and accuracy after each epoch, on the 4,000 training images and on the 1,000 test "
          + "images."
      },
      .plot(
        Plot(
          panels: [
            .init(
              x: .init("epoch"), y: .init("loss", low: 0),
              series: [
                .init("training", x: Sketch.epochs, y: Sketch.falling(2.2, 0.04, 0.4)),
                .init("test", x: Sketch.epochs, y: Sketch.falling(2.1, 0.11, 0.42)),
              ]),
            .init(
              x: .init("epoch"), y: .init("accuracy"),
              series: [
                .init("training", x: Sketch.epochs, y: Sketch.falling(0.3, 0.99, 0.5)),
                .init("test", x: Sketch.epochs, y: Sketch.falling(0.32, 0.968, 0.5)),
              ]),
          ], columns: 2)))
    cell(
      "model.summary",
      options: {
        $0.label = "tbl-layers"
        $0.tableCaption = "The layers of the network and their parameters."
      },
      .table(
        Table(
          columns: [
            .init(
              title: "layer",
              cells: [
                "Conv2D(1, 6)", "MaxPool2D", "Conv2D(6, 16)", "MaxPool2D", "Dense(400, 84)",
                "Dense(84, 10)",
              ]),
            .init(
              title: "output shape",
              cells: ["6×28×28", "6×14×14", "16×10×10", "16×5×5", "84", "10"]),
            .init(
              title: "parameters", cells: ["156", "0", "2,416", "0", "33,684", "850"],
              numbers: [156, 0, 2416, 0, 33684, 850]),
          ], totalRows: 9)),
      .claim(
        Claim(
          statement: "the network reads at least 96 of 100 unseen digits", holds: false,
          evidence: "0.951 ≥ 0.96", measured: 0.951, line: nextLine, cell: 4)))
    heading(2, "What the network has learnt", id: "learnt")
    heading(3, "Filters", id: "filters")
    paragraph(
      "The first layer holds six filters of ", "5 \\times 5",
      " weights. Red weights are positive, blue ones negative.")
    cell(
      "filters(model.parameters[0].value)",
      options: {
        $0.label = "fig-filters"
        $0.figureCaption = "The six filters of the first layer after training."
      },
      .images(
        ImageGrid(
          panels: Sketch.panels(6, size: 5), columns: 6, colorMap: .diverging, colorBar: true)))
    heading(3, "Feature maps", id: "maps")
    cell(
      "featureMaps(of: model, layer: 3, for: digit)",
      options: {
        $0.label = "fig-maps"
        $0.figureCaption = "The second layer's sixteen feature maps, on a coarser grid."
      },
      .images(
        ImageGrid(
          panels: Sketch.panels(16, size: 10, titles: true), columns: 8, colorMap: .viridis,
          colorBar: true)))
    cell(
      "let x = Tensor.range(6).reshaped(2, 3)\nx",
      .value(ValueOutput(text: "[[0, 1, 2],\n [3, 4, 5]]", type: "Tensor", shape: [2, 3])))
    cell("score", .value(ValueOutput(text: "0.951", type: "Double")))
    heading(2, "Charts", id: "charts")
    cell(
      "figures",
      options: {
        $0.codeFold = true
        $0.label = "fig-charts"
        $0.figureCaption = "Every style of series."
        $0.layoutColumns = 1
      },
      .plot(
        Plot(
          panels: [
            .init(
              title: "Error bars", x: .init("pixels shifted"), y: .init("accuracy"),
              series: [
                .init(
                  "with pooling", style: .errorBars, x: [0, 1, 2, 3, 4, 5, 6],
                  y: [0.97, 0.96, 0.93, 0.86, 0.72, 0.58, 0.41],
                  z: [0.01, 0.01, 0.02, 0.03, 0.03, 0.04, 0.05]),
                .init(
                  "without", style: .errorBars, x: [0.15, 1.15, 2.15, 3.15, 4.15, 5.15, 6.15],
                  y: [0.965, 0.93, 0.84, 0.68, 0.5, 0.36, 0.25],
                  z: [0.01, 0.02, 0.02, 0.03, 0.04, 0.04, 0.04]),
              ]),
            .init(
              title: "Bars", x: .init("class"), y: .init("images"),
              series: [
                .init(
                  "train", style: .bars, x: (0..<10).map(Double.init),
                  y: [400, 410, 390, 395, 405, 380, 420, 401, 399, 400]),
                .init(
                  "test", style: .bars, x: (0..<10).map(Double.init),
                  y: [100, 110, 90, 95, 105, 80, 120, 101, 99, 100]),
              ]),
            .init(
              title: "Jacobian norm", x: .init("steps back"), y: .init("norm", logarithmic: true),
              series: [
                .init(
                  "ρ = 0.8", style: .linePoints, x: (0...20).map(Double.init),
                  y: (0...20).map { pow(0.8, Double($0)) }),
                .init(
                  "ρ = 1.0", style: .linePoints, x: (0...20).map(Double.init),
                  y: (0...20).map { _ in 1.0 }),
                .init(
                  "ρ = 1.3", style: .linePoints, x: (0...20).map(Double.init),
                  y: (0...20).map { pow(1.3, Double($0)) }),
              ]),
            .init(
              title: "Scatter, 한글", x: .init("x(t)"), y: .init("s(t) = (x * w)(t)"),
              series: [
                .init(
                  "laser readings", style: .points, x: (0..<120).map { Double($0) / 10 },
                  y: Sketch.noisy),
                .init(
                  "smoothed", style: .line, x: (0..<120).map { Double($0) / 10 },
                  y: (0..<120).map { sin(Double($0) / 19) }),
                .init(
                  "steps", style: .steps, x: (0..<12).map { Double($0) },
                  y: (0..<12).map { -0.8 + 0.1 * Double($0) }),
              ]),
          ], columns: 2)))
    cell(
      "confusion",
      options: {
        $0.label = "fig-confusion"
        $0.echo = false
        $0.figureCaption = "Confusion matrix on the test images."
      },
      .plot(
        Plot(panels: [
          .init(
            x: .init("predicted"), y: .init("digit", low: 9, high: 0),
            series: [
              .init(
                style: .heatMap, x: (0..<10).map(Double.init), y: (0..<10).map(Double.init),
                z: Sketch.confusion)
            ])
        ])))
    cell(
      "surface",
      options: {
        $0.echo = false
        $0.figureCaption = "A loss surface."
      },
      .plot(
        Plot(panels: [
          .init(
            x: .init("w₁"), y: .init("w₂"),
            series: [
              .init(
                style: .surface, x: Sketch.places, y: Sketch.places,
                z: Sketch.surface)
            ])
        ])))
    heading(2, "Formulas", id: "formulas")
    formula(
      "\\begin{aligned} \\frac{\\partial J}{\\partial K} &= V \\star \\delta \\\\ \\frac{\\partial J}{\\partial V} &= \\delta * K \\end{aligned}",
      label: "eq-grad")
    formula(
      "f(x) = \\begin{cases} x & \\text{if } x > 0 \\\\ 0 & \\text{otherwise (그 밖)} \\end{cases} \\qquad A = \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}"
    )
    formula(
      "\\frac{\\partial h_t}{\\partial w} = \\frac{\\partial f}{\\partial w} + \\sum_{i<t} \\Bigl( \\prod_{j=i+1}^{t} \\frac{\\partial h_j}{\\partial h_{j-1}} \\Bigr) \\frac{\\partial f(x_i, h_{i-1}, w)}{\\partial w} \\tag{9.3}",
      label: "eq-bptt")
    formula("\\nosuch{x} + 1")
    paragraph(
      "Recall ", "@eq-grad", " and ", "@eq-bptt", ", ", "@tbl-layers", " and ", "@fig-nowhere", ".")
    heading(2, "When things go wrong", id: "wrong")
    cell(
      "print(\"<script>alert(1)</script>\")\nlet x: Int = \"a\"",
      .text(
        TextOutput(
          stream: .standardOutput,
          text:
            "<script>alert(1)</script> \u{1B}[31mred\u{1B}[0m \u{1B}[1;32mgreen\u{1B}[0m\nepoch 1\repoch 2\n"
        )),
      .text(TextOutput(stream: .standardError, text: "warning: the learning rate is high\n")),
      .failure(
        Failure(
          reason: .trap, message: "Fatal error: Index out of range: matmul of [2, 3] and [4, 5]",
          line: nextLine + 2, column: 14,
          frames: [
            .init(function: "respond(_:)", line: 42),
            .init(function: "cell 12", line: nextLine + 2),
          ])))
    cell(
      "try load(\"nowhere\")", failureIsExpected: true,
      .failure(Failure(reason: .thrown, message: "nowhere: no such file", line: nextLine + 1)))
    cell("more()", .failure(Failure(reason: .notRun, message: "a cell above failed")))
    cell(
      "plot", .plot(Plot(panels: [.init(series: [.init("loss", x: [1, 2], y: [.nan, .nan])])])))
    html(
      "<h3 id=\"x\">Plain Markdown</h3>\n<ul><li>one <em>item</em></li><li>two<ul><li>nested</li></ul></li></ul><ol><li>first</li><li>second</li></ol><blockquote><p>Weights are shared.</p></blockquote><table><thead><tr><th>shift</th><th align=\"right\">accuracy</th></tr></thead><tbody><tr><td>0</td><td align=\"right\">0.97</td></tr><tr><td>1</td><td align=\"right\">0.95</td></tr></tbody></table>"
    )
    add(
      .listing(
        Listing(
          language: "python", source: "import torch\nx = torch.randn(2, 3)  # <not run>\n",
          location: place, options: CellOptions())))
  }

  mutating func writeKorean() {
    frontMatter.title = "합성곱 신경망"
    frontMatter.subtitle = "합성곱이 이미지에 대해 가정하는 것과, 그 가정 아래에서 신경망이 배우는 것"
    frontMatter.date = "2026-03-09"
    frontMatter.numberSections = true
    paragraph(
      "<strong>합성곱 신경망(CNN)</strong>은 이미지에 대해 두 가지를 미리 알고 있는 신경망이다. 볼 만한 것은 어디에나 나타날 수 있고, 가까이에서 보아도 알아볼 수 있다는 것이다. 이 노트에서는 두 문장을 실험으로 확인한 다음, 손글씨 숫자로 LeNet 방식의 신경망을 학습시키고 그 안을 들여다본다."
    )
    heading(2, "이동과 합성곱", id: "이동과-합성곱")
    paragraph("층은 작은 필터 ", "w", "를 이미지 ", "x", " 위로 미끄러뜨린다. 위치 ", "(i, j)", "에서의 출력은 주변 값의 가중합이다.")
    formula(
      "h_{ij} = \\sum_{a}\\sum_{b} w_{ab}\\, x_{i+a,\\,j+b}, \\quad \\text{단, } a, b \\ge 0",
      label: "eq-conv")
    paragraph(
      "", "@eq-conv", "에서 가중치는 위치에 따라 달라지지 않는다. 그림이 움직이면 출력도 같이 움직인다. ", "@fig-shift", "과 ",
      "@이동과-합성곱", "을 보라.")
    cell(
      "claim(\"합성곱은 이동과 교환된다\", gap, atMost: 1e-6)\nimages([digit, moved], titles: [\"원본\", \"이동\"])",
      options: {
        $0.label = "fig-shift"
        $0.checks = ["eq-conv"]
        $0.figureCaption = "숫자와, 오른쪽으로 세 픽셀 옮긴 숫자."
      },
      .claim(
        Claim(
          statement: "합성곱은 이동과 교환된다", holds: true, evidence: "4.8e-07 ≤ 1e-06", line: 30, cell: 1)),
      .images(
        ImageGrid(
          panels: [
            .init(title: "원본", width: 28, height: 28, samples: Samples(Sketch.ring())),
            .init(title: "이동", width: 28, height: 28, samples: Samples(Sketch.ring(shift: 3))),
          ], columns: 2)))
    heading(2, "학습", id: "학습")
    cell(
      "history.curves",
      options: {
        $0.label = "fig-학습"
        $0.figureCaption = "에포크마다의 손실."
      },
      .plot(
        Plot(panels: [
          .init(
            title: "손실 곡선", x: .init("에포크"), y: .init("손실"),
            series: [
              .init("학습", x: Sketch.epochs, y: Sketch.falling(2.2, 0.04, 0.4)),
              .init("검증", x: Sketch.epochs, y: Sketch.falling(2.1, 0.11, 0.42)),
            ])
        ])))
    cell(
      "표",
      .table(
        Table(
          columns: [
            .init(title: "층", cells: ["합성곱", "풀링"]),
            .init(title: "매개변수", cells: ["156", "0"], numbers: [156, 0]),
          ], totalRows: 9)))
    heading(3, "더 해 보기", id: "더-해-보기")
    html("<ul><li>숫자를 빈 테두리보다 더 멀리 옮겨 보라.</li></ul>")
  }
}
