import Foundation
import RunbookOutput
import RunbookRegression
import Testing

@Suite struct ExportTests {
  private let summary = TestSummary([
    NotebookResult(
      path: "notebooks/cnn.md",
      accepted: Sample.cell(
        Sample.text("a <b> & \"c\" 한글 1.5"), Sample.text("x"), label: "fig-maps"),
      new: Sample.cell(
        Sample.text("a <b> & \"c\" \u{1B}[1m한글 1.5"), Sample.text("x"), label: "fig-maps"))
  ])

  @Test("the XML names every output with file and line, and replaces invalid characters")
  func junit() {
    #expect(
      JUnitReport.xml(summary) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="runbook" tests="2" failures="1" errors="0" skipped="0">
          <testsuite name="notebooks/cnn.md" tests="2" failures="1" errors="0" skipped="0">
            <testcase classname="notebooks.cnn" name="fig-maps output 1 (text)" file="notebooks/cnn.md" line="57">
              <failure message="“a &lt;b&gt; &amp; &quot;c&quot; 한글 1.5” → “a &lt;b&gt; &amp; &quot;c&quot;  [1m한글 1.5”" type="text">notebooks/cnn.md:57: text: “a &lt;b&gt; &amp; &quot;c&quot; 한글 1.5” → “a &lt;b&gt; &amp; &quot;c&quot;  [1m한글 1.5”
          - a &lt;b&gt; &amp; &quot;c&quot; 한글 1.5
          + a &lt;b&gt; &amp; &quot;c&quot; \\u{1B}[1m한글 1.5</failure>
            </testcase>
            <testcase classname="notebooks.cnn" name="fig-maps output 2 (text)" file="notebooks/cnn.md" line="57"/>
          </testsuite>
        </testsuites>

        """)
  }

  @Test("cases of a notebook have unique names, and the times of a suite are those of its cells")
  func names() throws {
    func cell(_ index: Int, _ outputs: Output...) -> CellRecording {
      CellRecording(index: index, line: index * 10, outputs: outputs)
    }
    let old = Recording(cells: [
      cell(1, Sample.text("gone"), Sample.text("stays")), cell(2, Sample.text("other")),
    ])
    let claim = Claim(statement: "s", holds: true, line: 21, cell: 2)
    let new = Recording(cells: [
      cell(1, Sample.text("stays"), .claim(claim)), cell(2, .claim(claim), .claim(claim)),
    ])
    var result = NotebookResult(
      path: "a.md", accepted: old, new: new)
    result.seconds = 1.5
    result.cellSeconds = [1: 1.25, 2: 0.0625]
    let names = result.cases.map(\.name)
    #expect(Set(names).count == names.count, "\(names)")
    #expect(names.contains("accepted cell 1 output 1 (text)"))
    let xml = JUnitReport.xml(TestSummary([result]))
    #expect(xml.contains("<testsuite name=\"a.md\"") && xml.contains("time=\"1.500\">"))
    #expect(xml.components(separatedBy: "time=\"1.250\"").count == 2)
    #expect(xml.components(separatedBy: "<testcase").count - 1 == names.count)
  }

  @Test("the JSON can be read back and is the same every time")
  func json() throws {
    let text = JSONReport.json(
      TestSummary([
        NotebookResult(
          path: "a.md", accepted: Sample.cell(Sample.text("0.5 nan")),
          new: Sample.cell(Sample.text("0.75 1.5")))
      ]))
    #expect(
      text == """
        {
          "failed": 1,
          "format": 1,
          "notebooks": [
            {
              "cases": [
                {
                  "cell": 1,
                  "changeCount": 2,
                  "changes": [
                    {
                      "from": 0.5,
                      "new": "0.75",
                      "old": "0.5",
                      "text": "0.5 → 0.75 (rtol 0.0001)",
                      "to": 0.75
                    },
                    {
                      "from": "nan",
                      "new": "1.5",
                      "old": "nan",
                      "text": "nan → 1.5 (rtol 0.0001)",
                      "to": 1.5
                    }
                  ],
                  "kind": "text",
                  "line": 57,
                  "message": "0.5 → 0.75 (rtol 0.0001), and 1 more",
                  "outcome": "failed",
                  "output": 1
                }
              ],
              "failed": 1,
              "passed": 0,
              "path": "a.md",
              "skipped": 0
            }
          ],
          "passed": 0,
          "skipped": 0
        }

        """)
    #expect(try JSONSerialization.isObject(text))
  }

  @Test("without anything to test the document is complete as well")
  func empty() {
    #expect(JUnitReport.xml(TestSummary([])).contains("tests=\"0\""))
    #expect(JSONReport.json(TestSummary([])).contains("\"notebooks\": ["))
  }
}

/// Whether a text is a JSON object, without all of Foundation.
private enum JSONSerialization {
  private struct AnyObject: Decodable { var format: Int }

  static func isObject(_ text: String) throws -> Bool {
    try JSONDecoder().decode(AnyObject.self, from: Data(text.utf8)).format == 1
  }
}
