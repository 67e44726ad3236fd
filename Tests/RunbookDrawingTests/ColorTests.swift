import RunbookDrawing
import RunbookOutput
import Testing

@Suite struct ColorTests {
  @Test("every colour map has its two ends and a separate colour for NaN")
  func maps() {
    let ends: [ImageGrid.ColorMap: (String, String)] = [
      .gray: ("#000000", "#ffffff"), .viridis: ("#440154", "#fde725"),
    ]
    for (map, (low, high)) in ends {
      #expect(ColorScale(map).color(at: 0).hexadecimal == low)
      #expect(ColorScale(map).color(at: 1).hexadecimal == high)
    }
    for map in ImageGrid.ColorMap.allCases {
      let scale = ColorScale(map)
      #expect(scale.color(at: .nan) == ColorScale.missing)
      #expect(!scale.colors.contains(ColorScale.missing))
      #expect(scale.color(at: -7) == scale.color(at: 0))
    }
  }

  @Test("the ends of a shared range are the minimum and the maximum of all images")
  func ranges() {
    let grid = ImageGrid(
      panels: [
        .init(width: 2, height: 1, samples: Samples([-1, 3])),
        .init(width: 2, height: 1, samples: Samples([5, .nan])),
        .init(width: 1, height: 1, samples: Samples([9]), colorMap: .diverging),
        .init(width: 1, height: 1, channels: 3, samples: Samples([0, 0, 0])),
      ], columns: 2)
    let colors = ImageColors(grid).images
    #expect(colors[0] == colors[1] && colors[0]?.low == -1 && colors[0]?.high == 5)
    #expect(colors[2]?.low == -9 && colors[2]?.high == 9)
    #expect(colors[3] == nil)
  }

  @Test("annotations are grey, data series use the colours in order")
  func series() {
    let series: [Plot.Series] = [
      .init(style: .band, x: [], y: []), .init("a", x: [], y: []),
      .init(style: .verticalLine, x: [0], y: [0]), .init("b", style: .bars, x: [], y: []),
      .init(style: .annotation, x: [0], y: [0]),
    ]
    let colors = SeriesColors(series)
    #expect(colors[0] == .series(0) && colors[1] == .series(0) && colors[3] == .series(1))
    #expect(colors[2] == .tick && colors[4] == .label)
  }
}
