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

  @Test(
    "an axis at the limits of numbers has finite ends, ticks and positions",
    arguments: [
      [1e308, -1e308], [.greatestFiniteMagnitude], [.leastNonzeroMagnitude, 1e-320], [1e-310],
      [0x1p60], [-0x1p60], [1, 1.0.nextUp], [.nan, .infinity], [.leastNonzeroMagnitude, 1e308],
    ])
  func limits(_ values: [Double]) {
    for axis in [
      Plot.Axis(), Plot.Axis(logarithmic: true), Plot.Axis(low: .nan, high: .infinity),
      Plot.Axis(low: 0x1p60, high: 0x1p60),
    ] {
      let scale = scale(values, axis, padding: 0.05)
      #expect(scale.low.isFinite && scale.high.isFinite && scale.low != scale.high)
      #expect(scale.ticks.allSatisfy { $0.value.isFinite })
      #expect(scale.ticks.allSatisfy { scale.position(of: $0.value).isFinite })
      #expect(scale.position(of: scale.low) == 0 && scale.position(of: scale.high) == 1)
    }
  }

  @Test("ends that are not numbers and numbers that cannot be drawn are refused by name")
  func refusals() {
    func message(_ values: [Double], _ axis: Plot.Axis = Plot.Axis()) -> String? {
      do throws(FigureError) {
        try AxisLimits.check("the vertical axis", values: values, axis: axis)
        return nil
      } catch { return error.message }
    }
    #expect(message([0, 1, .nan, .infinity]) == nil)
    #expect(message([1e-310, 1e-320], Plot.Axis(logarithmic: true)) == nil)
    #expect(
      message([0, 1], Plot.Axis(low: .nan))
        == "the vertical axis ends at nan; give it a finite number")
    #expect(message([0, -1e308])?.hasPrefix("the vertical axis reaches -1e308, and") == true)
    #expect(message([0, 1e-310])?.hasPrefix("the numbers on the vertical axis differ by") == true)
  }
}
