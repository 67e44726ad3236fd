import CKernel
import Foundation

/// Turns addresses in cells' libraries into functions and lines, by the toolchain's own symbolizer.
struct Symbolizer {
  /// A place in a cell's source.
  struct Place {
    var unit: SourceUnit
    var function: String
    var line: Int
    /// In bytes of the generated source, from 1; 0 where the compiler does not say.
    var column: Int
  }

  var toolchain: Toolchain
  /// The library of each cell, by the cell's number.
  var libraries: [Int: String]

  /// A stack in the author's terms.
  struct Trace {
    /// The author's frames, innermost first.
    var places: [Place] = []
    /// The compiler's name for the check that failed, for example `Index out of range`. It stands in the
    /// debug information of optimised code, where the check itself prints nothing.
    var failedCheck: String?
  }

  /// Returns the author's frames among `frames`; none if the symbolizer is missing.
  func trace(_ frames: [ck_frame]) -> Trace {
    var trace = Trace()
    let mark = "Swift runtime failure: "
    for symbol in symbols(of: frames) {
      if trace.places.isEmpty, symbol.function.hasPrefix(mark) {
        trace.failedCheck = String(symbol.function.dropFirst(mark.count))
      }
      guard let unit = SourceUnit(fileName: symbol.file[...]), symbol.line > 0 else { continue }
      trace.places.append(
        Place(
          unit: unit, function: readable(symbol.function), line: symbol.line,
          column: symbol.column))
    }
    return trace
  }

  /// The symbolizer's JSON for one address.
  private struct Answer: Decodable {
    struct Symbol: Decodable {
      var file: String
      var function: String
      var line: Int
      var column: Int

      enum CodingKeys: String, CodingKey {
        case file = "FileName"
        case function = "FunctionName"
        case line = "Line"
        case column = "Column"
      }
    }

    var symbols: [Symbol]?

    enum CodingKeys: String, CodingKey {
      case symbols = "Symbol"
    }
  }

  /// Asks the symbolizer once a library; the functions inlined at an address stand before their callers.
  private func symbols(of frames: [ck_frame]) -> [Answer.Symbol] {
    var answers = [[Answer.Symbol]](repeating: [], count: frames.count)
    for (cell, library) in libraries {
      let indices = frames.indices.filter { frames[$0].cell == cell }
      guard !indices.isEmpty else { continue }
      let command = [
        toolchain.symbolizer, "--output-style=JSON", "--functions=linkage", "--inlines",
        "--obj=\(library)",
      ]
      let addresses = indices.map { "0x" + String(frames[$0].offset, radix: 16) }
      guard let output = try? ChildProcess(command + addresses).wait().output else { continue }
      // One address is answered by an object, several by an object a line or by an array of them.
      let json =
        output.hasPrefix("[") ? output : "[\(output.split(separator: "\n").joined(separator: ","))]"
      guard let parsed = try? JSONDecoder().decode([Answer].self, from: Data(json.utf8)) else {
        continue
      }
      for (index, answer) in zip(indices, parsed) { answers[index] = answer.symbols ?? [] }
    }
    return answers.flatMap { $0 }
  }

  /// `$s2C34halfyS2iF` is `half(Int) -> Int` to its author.
  private func readable(_ linkageName: String) -> String {
    if linkageName.hasSuffix("_main") { return "top level" }
    guard let text = Self.demangle(linkageName) else { return linkageName }
    return text.replacing(/\b(C[0-9]+|Swift|CoreEngine|RunbookRuntime)\./, with: "")
  }

  private static func demangle(_ name: String) -> String? {
    typealias Demangle =
      @convention(c) (
        UnsafePointer<CChar>, Int, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<Int>?, UInt32
      ) -> UnsafeMutablePointer<CChar>?
    guard let symbol = dlsym(nil, "swift_demangle") else { return nil }
    let demangle = unsafeBitCast(symbol, to: Demangle.self)
    guard let result = demangle(name, name.utf8.count, nil, nil, 0) else { return nil }
    defer { free(result) }
    return String(cString: result)
  }
}
