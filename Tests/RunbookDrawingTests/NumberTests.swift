import RunbookDrawing
import Testing

@Suite struct NumberTests {
  @Test("short numbers keep four digits, integers keep all")
  func short() {
    #expect(NumberText.short(0.97324) == "0.9732")
    #expect(NumberText.short(4.8e-7) == "4.8e-7")
    #expect(NumberText.short(12345.6) == "12346")
    #expect(NumberText.short(1_000_000) == "1000000")
    #expect(NumberText.short(-0.5) == "-0.5")
  }

  @Test("a pair has enough digits to show the difference to a tenth")
  func pair() {
    #expect(NumberText.pair(0.124, 0.131) == ("0.124", "0.131"))
    #expect(NumberText.pair(1, 1.0000001) == ("1", "1.0000001"))
    #expect(NumberText.pair(0.3333333, 0.3333433) == ("0.33333", "0.33334"))
    #expect(NumberText.pair(1, .nan).1 == "nan")
  }

  @Test("fixed places round to nearest and never give minus zero")
  func fixed() {
    #expect(NumberText.fixed(1.25, digits: 1) == "1.3")
    #expect(NumberText.fixed(-0.04, digits: 1) == "0.0")
    #expect(NumberText.fixed(-2.5, digits: 2) == "-2.50")
    #expect(NumberText.fixed(0.0625, digits: 3) == "0.063")
  }

  @Test("coordinates have one digit after the point at most")
  func coordinate() {
    #expect(NumberText.coordinate(12) == "12")
    #expect(NumberText.coordinate(-0.26) == "-0.3")
    #expect(NumberText.coordinate(1.96) == "2")
    #expect(NumberText.coordinate(.nan) == "0")
    #expect(NumberText.coordinate(.infinity) == "0")
  }

  @Test("changes are given in percent of the old number")
  func relativeChange() {
    #expect(NumberText.relativeChange(from: 0.4, to: 0.45) == "+12.5 %")
    #expect(NumberText.relativeChange(from: 2, to: 1) == "−50.0 %")
    #expect(NumberText.relativeChange(from: 0, to: 1) == nil)
  }

  @Test("pages use typographic minus signs, thousands separators and powers of ten")
  func typeset() {
    #expect(TypesetNumber.fixed(-1_234_567, digits: 0) == "−1,234,567")
    #expect(TypesetNumber.short(2e-5) == "2×10⁻⁵")
    #expect(TypesetNumber.power(9.9999e4) == "10⁵")
    #expect(TypesetNumber.short(.infinity) == "∞")
  }

  @Test("numbers of a matrix have equally many digits, and only zero is shown as zero")
  func matrix() {
    #expect(TypesetNumber.matrix([1, 0.5, -0.25]) == ["1.00", "0.50", "−0.25"])
    #expect(TypesetNumber.matrix([2, 1e-6]).last == "10⁻⁶")
    #expect(TypesetNumber.column(["1.5", "12", "nan"], numbers: [1.5, 12, .nan])[2] == "NaN")
  }
}
