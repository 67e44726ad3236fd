import Foundation
import RunbookOutput
import Testing

@Suite struct FileNamesTests {
  @Test("annotations, style options and summaries keep the names of the first reports in files")
  func names() throws {
    let styles: [(Plot.Series.Style, String)] = [
      (.horizontalLine, "level"), (.verticalLine, "mark"), (.horizontalBand, "levels"),
      (.verticalBand, "stretch"), (.annotation, "note"),
    ]
    for (style, name) in styles { #expect(style.rawValue == name) }
    var options = Plot.StyleOptions()
    options.isDashed = true
    let series = Plot.Series("s", style: .line, x: [0], y: [1], styleOptions: options)
    #expect(
      String(decoding: try OutputJSON.encode(series), as: UTF8.self)
        == #"{"look":{"isDashed":true},"name":"s","style":"line","x":[0],"y":[1]}"#)
    #expect(
      String(decoding: try OutputJSON.encode(TensorSummary([1, 3])), as: UTF8.self)
        == #"{"deviation":1,"greatest":3,"infinities":0,"least":1,"mean":2,"notNumbers":0}"#)
  }
}
