/// Finds the parts of a paragraph that are not prose: code spans, formulas, comments.
enum ProseSpans {
  /// - Parameters:
  ///   - range: consecutive lines without a blank one, as offsets in `bytes`.
  ///   - borders: the places within the range at which another block begins.
  /// - Returns: ranges in order.
  static func code(in bytes: [UInt8], _ range: Range<Int>, borders: [Int] = []) -> [Range<Int>] {
    bytes.withUnsafeBufferPointer { bytes in
      var spans: [Range<Int>] = []
      var scan = Scan(bytes: bytes, end: range.upperBound, borders: borders[...])
      var index = range.lowerBound
      while index < range.upperBound {
        switch bytes[index] {
        case UInt8(ascii: "\\"):
          if let end = scan.end(ofLaTeXAt: index) {
            spans.append(index..<end)
            index = end
          } else {
            index += 2
          }
        case UInt8(ascii: "`"), UInt8(ascii: "$"), UInt8(ascii: "<"):
          let length = scan.runLength(at: index)
          if let end = scan.end(ofSpanAt: index, run: length) {
            spans.append(index..<end)
            index = end
          } else {
            index += length
          }
        default: index += 1
        }
      }
      return spans
    }
  }

  private struct Scan {
    let bytes: UnsafeBufferPointer<UInt8>
    let end: Int
    /// The lengths of runs of backticks, and the signs, for which no end is left in the paragraph.
    var unclosed: Set<Int> = []
    /// The borders that follow.
    var borders: ArraySlice<Int>

    /// The end of the block that contains a place; code spans and formulas in a line end in it.
    mutating func endOfBlock(at index: Int) -> Int {
      while let border = borders.first, border <= index {
        borders.removeFirst()
        // A search in vain says nothing about another block.
        unclosed = unclosed.filter { $0 < 0 }
      }
      return borders.first ?? end
    }

    func runLength(at index: Int) -> Int {
      var end = index
      while end < self.end, bytes[end] == bytes[index] { end += 1 }
      return bytes[index] == UInt8(ascii: "<") ? 1 : end - index
    }

    mutating func end(ofSpanAt index: Int, run: Int) -> Int? {
      switch bytes[index] {
      case UInt8(ascii: "`"):
        let limit = endOfBlock(at: index)
        return closing(after: index + run, before: limit, key: run) { scan, position in
          let length = scan.bytes[position] == UInt8(ascii: "`") ? scan.runLength(at: position) : 0
          return (length == run, max(1, length))
        }
      case UInt8(ascii: "<"): return comment(at: index)
      default: return run <= 2 ? formula(at: index, dollars: run) : nil
      }
    }

    /// The end of `\(…\)`, of `\[ …\]` or of an environment.
    mutating func end(ofLaTeXAt index: Int) -> Int? {
      guard index + 2 < end else { return nil }
      switch bytes[index + 1] {
      case UInt8(ascii: "("):
        return closing(after: index + 2, before: end, key: -4) { $0.ends("\\)", at: $1) }
      case UInt8(ascii: "[") where bytes[index + 2] <= UInt8(ascii: " "):
        return closing(after: index + 2, before: end, key: -5) { $0.ends("\\]", at: $1) }
      case UInt8(ascii: "b") where ends("\\begin{", at: index).found:
        return closing(after: index + 7, before: end, key: -6) { $0.ends("\\end{", at: $1) }
      case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "p"), UInt8(ascii: "d"),
        UInt8(ascii: "g"), UInt8(ascii: "l"), UInt8(ascii: "D"):
        return endOfDefinition(at: index)
      default: return nil
      }
    }

    /// The end of the definition of a macro: of its arguments on the same line.
    private func endOfDefinition(at index: Int) -> Int? {
      guard
        let command = FormulaMarkFinder.definitions.first(where: { ends($0, at: index + 1).found })
      else { return nil }
      var position = index + 1 + command.utf8.count
      var depth = 0
      while position < end, bytes[position] != 10 {
        switch bytes[position] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth = max(0, depth - 1)
        case UInt8(ascii: "\\") where depth > 0: position += 1
        case UInt8(ascii: "\\"), UInt8(ascii: "#"), UInt8(ascii: "*"), UInt8(ascii: "="), 32: break
        case let byte where depth == 0 && !Self.isLetterOrDigit(byte): return position
        default: break
        }
        position += 1
      }
      return min(position, end)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private func ends(_ sign: String, at position: Int) -> (found: Bool, length: Int) {
      var index = position
      for byte in sign.utf8 {
        guard index < end, bytes[index] == byte else { return (false, 1) }
        index += 1
      }
      return (true, sign.utf8.count)
    }

    private mutating func comment(at index: Int) -> Int? {
      guard index + 3 < end, bytes[index + 1] == UInt8(ascii: "!"),
        bytes[index + 2] == UInt8(ascii: "-"), bytes[index + 3] == UInt8(ascii: "-")
      else { return nil }
      guard
        let close = closing(
          after: index + 4, before: end, key: -3,
          { scan, position in
            let isEnd =
              position + 2 < scan.end && scan.bytes[position] == UInt8(ascii: "-")
              && scan.bytes[position + 1] == UInt8(ascii: "-")
              && scan.bytes[position + 2] == UInt8(ascii: ">")
            return (isEnd, isEnd ? 3 : 1)
          })
      else { return nil }
      return close
    }

    /// Whether only blanks and marks of quotations precede a place in its line.
    private func isFirstInLine(_ index: Int) -> Bool {
      var position = index
      while position > 0, bytes[position - 1] != 10 {
        guard bytes[position - 1] == 32 || bytes[position - 1] == UInt8(ascii: ">") else {
          return false
        }
        position -= 1
      }
      return true
    }

    private mutating func formula(at index: Int, dollars: Int) -> Int? {
      let isBlank = { (byte: UInt8) in byte == 32 || byte == 9 || byte == 10 }
      let start = index + dollars
      let limit = endOfBlock(at: index)
      // A formula on separate lines may have lines that look like other blocks.
      let end = dollars == 2 && isFirstInLine(index) ? self.end : limit
      guard start < end, dollars == 2 || !isBlank(bytes[start]) else { return nil }
      var position = start
      while position < end {
        if bytes[position] == UInt8(ascii: "\\") {
          position += 2
          continue
        }
        if bytes[position] == UInt8(ascii: "$") {
          if dollars == 2 {
            if runLength(at: position) >= 2 { return position + 2 }
          } else {
            let isDigit = position + 1 < end && (48...57).contains(bytes[position + 1])
            return position > start && !isBlank(bytes[position - 1]) && !isDigit
              ? position + 1 : nil
          }
        }
        position += 1
      }
      return nil
    }

    /// The end of the first place at which `isEnd` holds; a search in vain is not repeated.
    private mutating func closing(
      after start: Int, before end: Int, key: Int,
      _ isEnd: (Scan, Int) -> (found: Bool, length: Int)
    ) -> Int? {
      guard !unclosed.contains(key) else { return nil }
      var position = start
      while position < end {
        let (found, length) = isEnd(self, position)
        position += length
        if found { return position }
      }
      unclosed.insert(key)
      return nil
    }
  }
}
