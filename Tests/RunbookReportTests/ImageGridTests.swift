import RunbookOutput
import RunbookReport
import Testing

@Suite struct ImageGridTests {
  private func picture(_ grid: ImageGrid) throws -> Picture {
    let report = Rendering.report([.images(grid)])
    return try #require(Picture(report.files["figures/cell-1.png"]))
  }

  private func grid(
    _ values: [Float], width: Int, map: ImageGrid.ColorMap, scale: ImageGrid.Scale = .shared
  ) -> ImageGrid {
    ImageGrid(
      panels: [
        .init(width: width, height: values.count / width, samples: Samples(values))
      ], columns: 1, colorMap: map, scale: scale)
  }

  /// The ends and stops of matplotlib's table (viridis, 2015, CC0) and of sRGB grey.
  @Test(
    "the ends of a colour map are those of the literature",
    arguments: [
      (ImageGrid.ColorMap.gray, [0, 0, 0], [255, 255, 255]),
      (.viridis, [68, 1, 84], [253, 231, 37]),
    ] as [(ImageGrid.ColorMap, [UInt8], [UInt8])])
  func ends(map: ImageGrid.ColorMap, low: [UInt8], high: [UInt8]) throws {
    let picture = try picture(grid([-3, 5], width: 2, map: map))
    // Two samples share 224 pixels; one transparent-grey pixel surrounds them.
    #expect(picture.width == 226 && picture.height == 114)
    #expect(picture[1, 1] == low + [255])
    #expect(picture[112, 112] == low + [255])
    #expect(picture[113, 1] == high + [255])
    #expect(picture[224, 112] == high + [255])
  }

  @Test(
    "viridis stays within two steps of the published table",
    arguments: [
      (20, [72, 29, 111]), (64, [59, 82, 139]), (100, [42, 118, 142]), (128, [33, 145, 140]),
      (191, [92, 200, 99]), (240, [216, 226, 25]),
    ])
  func viridis(index: Int, color: [Int]) throws {
    let values = [0, Float(index) / 255, 1]
    let found = try picture(grid(values, width: 3, map: .viridis))[1 + 74 + 10, 5].map(Int.init)
    for channel in 0..<3 { #expect(abs(found[channel] - color[channel]) <= 2) }
  }

  @Test("a diverging map is symmetric about zero: near-white there, equally dark at both ends")
  func diverging() throws {
    let picture = try picture(grid([-1, 0, 2, -2], width: 4, map: .diverging))
    func channels(_ sample: Int) -> [Int] { picture[1 + sample * 56 + 5, 5].map(Int.init) }
    #expect(channels(1)[0..<3].allSatisfy { $0 > 235 })
    #expect(channels(3)[2] > channels(3)[0])
    #expect(channels(2)[0] > channels(2)[2])
    func light(_ c: [Int]) -> Int { (299 * c[0] + 587 * c[1] + 114 * c[2]) / 1000 }
    #expect(abs(light(channels(2)) - light(channels(3))) < 20)
    #expect(light(channels(0)) > light(channels(3)))
  }

  @Test("a small map is enlarged by whole pixels, each sample a square of one colour")
  func enlargement() throws {
    let values: [Float] = (0..<9).map { Float($0) / 8 }
    let picture = try picture(grid(values, width: 3, map: .gray))
    let factor = 74
    #expect(picture.width == 3 * factor + 2)
    for (index, value) in values.enumerated() {
      let grey = UInt8((value * 255).rounded())
      for (dx, dy) in [(0, 0), (factor - 1, 0), (0, factor - 1), (factor - 1, factor - 1)] {
        let color = picture[1 + index % 3 * factor + dx, 1 + index / 3 * factor + dy]
        #expect(color == [grey, grey, grey, 255])
      }
    }
  }

  @Test("NaN has a colour that is not on any scale")
  func missing() throws {
    for map in [ImageGrid.ColorMap.gray, .viridis, .diverging] {
      let picture = try picture(grid([0, .nan, 1, .infinity], width: 4, map: map))
      #expect(picture[60, 5] == [214, 39, 140, 255])
      #expect(picture[200, 5] == picture[130, 5], "infinity is drawn as the greatest value")
    }
  }

  @Test("a given range is kept, and values outside are clamped")
  func fixedRange() throws {
    let picture = try picture(
      grid([-9, 0, 5, 99], width: 4, map: .gray, scale: .fixed(low: 0, high: 10)))
    #expect(picture[5, 5] == [0, 0, 0, 255])
    #expect(picture[130, 5] == [128, 128, 128, 255])
    #expect(picture[200, 5] == [255, 255, 255, 255])
  }

  @Test("images of one grid share a range, or have one each")
  func scales() throws {
    let panels = [[0, 1], [0, 4]].map { values in
      ImageGrid.Panel(width: 2, height: 1, samples: Samples(values))
    }
    let shared = try picture(ImageGrid(panels: panels, columns: 2))
    #expect(shared[1 + 112, 5] == [64, 64, 64, 255])
    let each = try picture(ImageGrid(panels: panels, columns: 2, scale: .each))
    #expect(each[1 + 112, 5] == [255, 255, 255, 255])
  }

  @Test("the gap between two images is transparent")
  func gap() throws {
    let panels = (0..<2).map { _ in
      ImageGrid.Panel(width: 2, height: 2, samples: Samples([1, 1, 1, 1]))
    }
    let picture = try picture(ImageGrid(panels: panels, columns: 2))
    #expect(picture.width == 2 * 224 + 8 + 2)
    #expect(picture[1 + 224 + 4, 100][3] == 0)
  }

  @Test("an image in colour keeps its colours")
  func color() throws {
    let grid = ImageGrid(
      panels: [.init(width: 1, height: 1, channels: 3, samples: Samples([1, 0.5, 0]))], columns: 1)
    #expect(try picture(grid)[100, 100] == [255, 128, 0, 255])
  }

  @Test("a box is drawn around its samples")
  func box() throws {
    var grid = grid([Float](repeating: 0, count: 16), width: 4, map: .gray)
    grid.panels[0].boxes = [.init(x: 1, y: 1, width: 2, height: 2)]
    let picture = try picture(grid)
    #expect(picture[1 + 56, 1 + 100] == [255, 122, 26, 255])
    #expect(picture[1 + 100, 1 + 100] == [0, 0, 0, 255])
  }

  @Test(
    "a grid that cannot be drawn is an error at its position",
    arguments: [
      (ImageGrid(panels: [], columns: 1), "the grid contains no image; give it at least one"),
      (
        ImageGrid(
          panels: [.init(title: "a", width: 2, height: 2, samples: Samples([1]))], columns: 1),
        "image “a” has 1 samples for 1×2×2"
      ),
      (
        ImageGrid(
          panels: [.init(width: 1, height: 1, channels: 2, samples: Samples([1, 2]))], columns: 1),
        "image 1 has 2 channels; 1 or 3 can be shown"
      ),
    ])
  func refusal(grid: ImageGrid, message: String) {
    let report = Rendering.report([.images(grid)])
    #expect(report.failures == [Failure(reason: .figure, message: message, line: 8)])
    #expect(report.drawingFailures.map(\.cell) == [1])
    #expect(report.diagnostics.count == 1)
  }

  @Test("the range is shown below a grid with a colour bar")
  func range() {
    var grid = grid([-0.25, 0.5], width: 2, map: .diverging)
    grid.colorBar = true
    let report = Rendering.report([.images(grid)])
    #expect(report.main.contains("<span>−0.5</span>"))
    #expect(report.main.contains("<span>0.5</span>"))
  }
}
