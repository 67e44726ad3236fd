import Foundation
import RunbookConversion
import RunbookDocument
import Testing

/// A Jupyter notebook that became a note is the same notebook again.
@Suite struct JupyterRoundTripTests {
  @Test("random notebooks survive the way there and back", arguments: 0..<24)
  func random(seed: Int) throws {
    var random = RandomNotebook(seed: UInt64(seed))
    let notebook = random.notebook(cells: 24)
    let data = try JSONSerialization.data(withJSONObject: notebook)
    let found = try difference(notebook, thereAndBack(data), at: "")
    #expect(found == nil, "\(found ?? "")")
  }

  @Test("an empty notebook becomes a note that is not empty, and a notebook without cells")
  func empty() throws {
    let notebook = #"""
      {"cells": [], "metadata": {"kernelspec": {"name": "swift", "language": "swift"}}, "nbformat": 4,
       "nbformat_minor": 5}
      """#
    let note = try JupyterImport.convert(Array(notebook.utf8), name: "n")
    #expect(note.text == "<!-- notebook: n.recorded -->\n")
    #expect(try thereAndBack(Data(notebook.utf8)) == parsed(notebook))
  }

  @Test("numbers keep their digits, members their order, and halves of surrogate pairs survive")
  func exact() throws {
    let notebook = #"""
      {
       "nbformat_minor": 2,
       "nbformat": 4,
       "metadata": {
        "big": 123456789012345678901234567890,
        "small": 1.50e-7,
        "z": NaN,
        "a": "\ud800 \u0001"
       },
       "cells": []
      }

      """#
    let note = try JupyterImport.convert(Array(notebook.utf8), name: "n")
    #expect(export(note.text, note.files).text == notebook)
  }

  @Test("notebooks of format 3 become notebooks of format 4")
  func upgrade() throws {
    let old = #"""
      {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"metadata": {},
       "cells": [
        {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Two"]},
        {"cell_type": "code", "collapsed": false, "input": ["1"], "language": "python",
         "metadata": {}, "prompt_number": 4, "outputs": [
          {"output_type": "pyout", "prompt_number": 4, "metadata": {}, "text": ["1"], "png": "AQID"},
          {"output_type": "stream", "stream": "stderr", "text": ["x\n"]},
          {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["t"]}]}]}]}
      """#
    let new = #"""
      {"metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 0, "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["## Two"]},
        {"cell_type": "code", "execution_count": 4, "metadata": {"collapsed": false}, "source": ["1"],
         "outputs": [
          {"output_type": "execute_result", "execution_count": 4, "metadata": {},
           "data": {"text/plain": ["1"], "image/png": "AQID"}},
          {"output_type": "stream", "name": "stderr", "text": ["x\n"]},
          {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]}]}]}
      """#
    #expect(try thereAndBack(Data(old.utf8)) == parsed(new))
  }

  @Test(
    "files that are not notebooks are refused at their place",
    arguments: [
      ("", nil, "it is not JSON: the file is empty"),
      ("{\"nbformat\": 1, \"cells\": []}", 1, "this is nbformat 1; open it in Jupyter and save it"),
      ("{\n \"cells\" []}", 10, "it is not JSON: ':' is missing after a name"),
      ("{\n \"cells\": 5}", 1, "it has no list of cells"),
      ("[\n 1, tru]", 5, "it is not JSON: 'tru' is not a value"),
      (String(repeating: "[", count: 100_000), 501, "values are nested more than 500 deep"),
    ] as [(String, Int?, String)])
  func refused(text: String, column: Int?, message: String) {
    do throws(ConversionError) {
      _ = try JupyterImport.convert(Array(text.utf8), name: "x")
      Issue.record("was accepted")
    } catch {
      #expect(error.description.contains(message))
      if let column { #expect(error.location?.column == column) }
    }
  }

  @Test("of a file that is cut off or not UTF-8, the rest becomes a note, with a warning")
  func damaged() throws {
    let cell = #"{"cell_type": "markdown", "metadata": {}, "source": ["words "#
    let start = Array("{\"nbformat\": 4, \"cells\": [\n".utf8) + Array(cell.utf8)
    let cut = try JupyterImport.convert(start + Array("here\"]}, {\"cell".utf8), name: "x")
    #expect(cut.text.contains("\nwords here\n"))
    #expect(cut.notes.first?.severity == .warning && cut.notes.first?.location?.line == 2)
    let invalid = try JupyterImport.convert(start + [0xFF] + Array("\"]}]}".utf8), name: "x")
    #expect(invalid.text.contains("\nwords \u{FFFD}\n"))
    #expect(invalid.notes.first?.location?.line == 2)
  }
}

/// The notebook of a note, which `files` belong to.
func export(_ text: String, _ files: [String: [UInt8]]) -> Converted {
  let parsed = NotebookParser(path: "n.md").parse(Array(text.utf8)).notebook!
  return JupyterExport.convert(text, parsed) { files[$0] }
}

func thereAndBack(_ data: Data) throws -> NSDictionary {
  let note = try JupyterImport.convert(Array(data), name: "n")
  return parsed(export(note.text, note.files).text)
}

func parsed(_ json: String) -> NSDictionary {
  (try? JSONSerialization.jsonObject(with: Data(json.utf8))) as? NSDictionary ?? [:]
}

/// The first place at which two JSON values differ.
private func difference(_ one: Any, _ two: Any, at path: String) -> String? {
  if let one = one as? [String: Any], let two = two as? [String: Any] {
    guard Set(one.keys) == Set(two.keys) else { return "\(path): \(one.keys) \(two.keys)" }
    return one.keys.sorted().lazy.compactMap {
      difference(one[$0]!, two[$0]!, at: "\(path).\($0)")
    }.first
  }
  if let one = one as? [Any], let two = two as? [Any] {
    guard one.count == two.count else { return "\(path): \(one) \(two)" }
    return one.indices.lazy.compactMap {
      difference(one[$0], two[$0], at: "\(path)[\($0)]")
    }.first
  }
  if let one = one as? String, let two = two as? String {
    return one.utf8.elementsEqual(two.utf8)
      ? nil : "\(path): \(one.debugDescription) \(two.debugDescription)"
  }
  return (one as? NSObject) == (two as? NSObject) ? nil : "\(path): \(one) \(two)"
}
