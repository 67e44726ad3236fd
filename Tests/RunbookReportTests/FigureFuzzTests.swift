import Foundation
import NoteSupport
import RunbookOutput
import RunbookReport
import Testing

/// Figures of random extreme numbers: each is drawn with finite coordinates or refused.
///
/// `make fuzz` runs for ten minutes; `RUNBOOK_FUZZ_SEED` begins with another seed.
@Suite struct FigureFuzzTests {
  /// An attribute whose number is not finite.
  private static func hasBadCoordinate(_ svg: String) -> Bool {
    svg.contains(#/ (?:d|x|y|x1|x2|y1|y2|cx|cy|r|width|height|points)="[^"]*(?i:nan|inf)/#)
  }

  @Test("outputs with any numbers are refused when they are read, or drawn, or refused by us")
  func everyOutput() throws {
    let environment = ProcessInfo.processInfo.environment
    let limit = environment["RUNBOOK_FUZZ_SECONDS"].flatMap(Double.init) ?? 5
    var generator = ExtremeOutputs(
      seed: environment["RUNBOOK_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_261_129)
    let start = ContinuousClock.now
    var (drawn, refused, unreadable) = (0, 0, 0)
    while ContinuousClock.now - start < .seconds(limit) {
      var outputs = [Output]()
      for _ in 0..<16 {
        let output = generator.next()
        if let read = try? OutputJSON.decode(Output.self, from: try OutputJSON.encode(output)) {
          outputs.append(read)
        } else {
          unreadable += 1
        }
      }
      let report = Rendering.report(outputs)
      for (name, bytes) in report.files where name.hasSuffix(".svg") {
        drawn += 1
        #expect(!Self.hasBadCoordinate(String(decoding: bytes, as: UTF8.self)), "\(outputs)")
      }
      #expect(!Self.hasBadCoordinate(report.main))
      for failure in report.drawingFailures {
        refused += 1
        #expect(
          !failure.failure.message.contains("gnuplot"),
          "\(failure.failure.message): \(outputs[failure.output])")
      }
    }
    print("\(drawn) figures drawn, \(refused) refused, \(unreadable) outputs unreadable")
    #expect(drawn > 5 && refused > 5 && unreadable > 5)
  }
}
