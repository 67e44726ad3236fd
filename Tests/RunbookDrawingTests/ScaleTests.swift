import RunbookDrawing
import RunbookOutput
import Testing

@Suite struct ScaleTests {
  private func scale(
    _ values: [Double], _ axis: Plot.Axis = Plot.Axis(), padding: Double = 0, length: Double = 300
  ) -> AxisScale {
    AxisScale(
      values: values, axis: axis, padding: padding, includesZero: false, length: length, spacing: 60
    )
  }

  @Test("ticks are at multiples of 1, 2 or 5 times a power of ten")
  func ticks() {
    #expect(scale([0, 1]).ticks.map(\.text) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(scale([0, 2300]).ticks.map(\.text) == ["0", "500", "1000", "1500", "2000"])
  }

  @Test("a logarithmic axis ignores values that it cannot show")
  func logarithmic() {
    let scale = scale([-1, 0, 0.01, 100, .nan], Plot.Axis(logarithmic: true))
    #expect(scale.low == 0.01 && scale.high == 100)
    #expect(scale.ticks.map(\.text) == ["0.01", "0.1", "1", "10", "100"])
    #expect(scale.position(of: 1) == 0.5)
  }

  @Test("given ends take precedence, even reversed, and a single value has space on both sides")
  func ends() {
    #expect(scale([3, 4], Plot.Axis(low: 10, high: 0)).position(of: 10) == 0)
    let single = scale([2])
    #expect(single.low < 2 && single.high > 2)
    #expect(scale([]).low == 0)
  }
}
