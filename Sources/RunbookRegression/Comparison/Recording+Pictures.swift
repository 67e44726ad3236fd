internal import CPNG
package import RunbookOutput

extension Recording {
  /// Returns the recording with drawn pictures in the place of the samples of images.
  ///
  /// Where results are kept without samples, the pictures beside them hold the pixels. A grid whose
  /// picture is known keeps the titles, sizes and boxes of its images, without samples, and has the
  /// picture as one more image. Recordings compare by pixels only if both are made so.
  ///
  /// - Parameter picture: the PNG of the cell and output, both from 1; `nil` if there is none.
  package func withPictures(_ picture: (_ cell: Int, _ output: Int) -> [UInt8]?) -> Recording {
    var recording = self
    for cell in recording.cells.indices {
      for output in recording.cells[cell].outputs.indices {
        guard case .images(var grid) = recording.cells[cell].outputs[output],
          let file = picture(recording.cells[cell].index, output + 1),
          let panel = ImageGrid.Panel(png: file, title: "picture")
        else { continue }
        for index in grid.panels.indices { grid.panels[index].samples = Samples([]) }
        grid.panels.append(panel)
        recording.cells[cell].outputs[output] = .images(grid)
      }
    }
    return recording
  }
}

extension ImageGrid.Panel {
  /// The image in a PNG file, in colour, each channel in 0…1 and laid on white; `nil` if the file
  /// cannot be read.
  package init?(png file: [UInt8], title: String) {
    var image = cpng_image()
    let limit: UInt64 = 100_000_000
    guard cpng_read(file, file.count, limit, &image, nil, 0) == 0 else { return nil }
    defer { cpng_free(image.pixels) }
    let (width, height) = (Int(image.width), Int(image.height))
    let (channels, plane) = (Int(image.channels), width * height)
    guard image.bit_depth == 8, let pixels = image.pixels else { return nil }
    var samples = [Float](repeating: 0, count: 3 * plane)
    for pixel in 0..<plane {
      let start = pixel * channels
      let isColored = channels >= 3
      let alpha = channels % 2 == 0 ? Float(pixels[start + channels - 1]) / 255 : 1
      for channel in 0..<3 {
        let value = Float(pixels[start + (isColored ? channel : 0)]) / 255
        samples[channel * plane + pixel] = value * alpha + 1 - alpha
      }
    }
    self.init(title: title, width: width, height: height, channels: 3, samples: Samples(samples))
  }
}
