internal import RunbookDocument
internal import RunbookDrawing
internal import RunbookOutput

/// The strings that the report itself adds, in the language of the notebook.
struct ReportStrings: Sendable {
  let isKorean: Bool

  /// - Parameter language: BCP 47; any language except Korean gives English.
  init(language: String) {
    isKorean = language == "ko" || language.hasPrefix("ko-")
  }

  private func word(_ english: String, _ korean: String) -> String {
    isKorean ? korean : english
  }

  var contents: String { word("Contents", "차례") }
  var skipToContent: String { word("Skip to content", "본문으로 건너뛰기") }
  var reports: String { word("Reports", "보고서") }
  var copy: String { word("Copy", "복사") }
  var copied: String { word("Copied", "복사됨") }
  var done: String { word("done", "마침") }
  var open: String { word("open", "남음") }
  var code: String { word("Code", "코드") }
  var claims: String { word("Claims", "주장") }
  var holds: String { word("holds", "성립") }
  var doesNotHold: String { word("does not hold", "성립하지 않음") }
  var output: String { word("Output", "출력") }
  var standardError: String { word("Standard error", "표준 오류") }
  var lowest: String { word("lowest", "최솟값") }
  var highest: String { word("highest", "최댓값") }
  var parameters: String { word("Parameters", "매개변수") }
  var seed: String { word("seed", "시드") }
  var missing: String { word("missing", "없음") }
  var notANumber: String { word("not a number", "수가 아님") }
  var least: String { word("least", "최솟값") }
  var greatest: String { word("greatest", "최댓값") }
  var mean: String { word("mean", "평균") }
  var deviation: String { word("deviation", "표준편차") }
  var recorded: String { word("Recorded, not run", "기록된 출력, 실행하지 않음") }
  var noRows: String { word("no rows", "행 없음") }
  var noElements: String { word("no elements", "원소 없음") }
  var expected: String { word("expected", "예상된 오류") }

  /// The day of the last change, which is markup already.
  func updated(_ date: String) -> String { word("updated \(date)", "\(date) 고침") }

  /// A line, of an included file if one is named.
  func line(_ number: Int, of file: String? = nil) -> String {
    (file.map { "\(HTML.escape($0)) " } ?? "") + word("line \(number)", "\(number)행")
  }

  func imageGrid(_ count: Int) -> String {
    word(count == 1 ? "An image" : "A grid of \(count) images", "이미지 \(count)개")
  }

  func plot(of names: String) -> String { word("Plot of \(names)", "\(names)의 그래프") }
  var plot: String { word("Plot", "그래프") }
  func diagram(of names: String) -> String {
    word(names.isEmpty ? "Diagram" : "Diagram of \(names)", names.isEmpty ? "도식" : "\(names)의 도식")
  }
  func diagramSource(_ language: String) -> String {
    word("Source of a diagram (\(language))", "도식의 원본(\(language))")
  }

  func moreSlices(_ count: Int) -> String {
    let text = TypesetNumber.fixed(Double(count), digits: 0)
    return word("and \(text) more", "외 \(text)개")
  }

  func elements(_ count: Int) -> String {
    let text = TypesetNumber.fixed(Double(count), digits: 0)
    return word(count == 1 ? "1 element" : "\(text) elements", "원소 \(text)개")
  }

  func rows(_ shown: Int, of total: Int) -> String {
    let (shown, total) = (
      TypesetNumber.fixed(Double(shown), digits: 0), TypesetNumber.fixed(Double(total), digits: 0)
    )
    return word("\(shown) of \(total) rows", "\(total)행 가운데 \(shown)행")
  }

  func omittedLines(_ count: Int) -> String {
    let count = TypesetNumber.fixed(Double(count), digits: 0)
    return word("\(count) lines are left out here", "여기서 \(count)줄을 생략함")
  }

  /// `11 of 12 claims hold`.
  func claimsHeld(_ held: Int, of total: Int) -> String {
    if held == total {
      return word(
        total == 1 ? "The claim holds" : "All \(total) claims hold", "주장 \(total)개 모두 성립")
    }
    return word("\(held) of \(total) claims hold", "주장 \(total)개 가운데 \(held)개 성립")
  }

  func claimsThatHold(_ count: Int) -> String {
    word("The \(count) claims that hold, with what was measured", "성립한 주장 \(count)개와 잰 값")
  }

  func cellsFailed(_ count: Int) -> String {
    word(count == 1 ? "1 cell failed" : "\(count) cells failed", "셀 \(count)개 실패")
  }

  /// The name of a numbered element, with its number.
  func name(_ kind: Label.Kind, _ number: String) -> String {
    switch kind {
    case .figure: word("Figure\u{A0}\(number)", "그림\u{A0}\(number)")
    case .table: word("Table\u{A0}\(number)", "표\u{A0}\(number)")
    case .listing: word("Listing\u{A0}\(number)", "코드\u{A0}\(number)")
    case .equation: word("Equation\u{A0}(\(number))", "식\u{A0}(\(number))")
    case .section: word("Section\u{A0}\(number)", "\(number)절")
    default: "\(name(kind))\u{A0}\(number)"
    }
  }

  /// The name of a kind of element.
  func name(_ kind: Label.Kind) -> String { kind.word(language: isKorean ? "ko" : "en") }

  var proof: String { word("Proof", "증명") }

  /// The heading of a failure.
  func failure(_ reason: Failure.Reason) -> String {
    switch reason {
    case .compile: word("Does not compile", "컴파일 오류")
    case .thrown: word("Error", "오류")
    case .trap: word("Crashed", "비정상 종료")
    case .signal: word("Killed", "강제 종료됨")
    case .exit: word("Ended the process", "프로세스 종료")
    case .timeLimit: word("Over the time limit", "시간 제한 초과")
    case .memoryLimit: word("Over the memory limit", "메모리 제한 초과")
    case .outputLimit: word("Over the output limit", "출력 제한 초과")
    case .notRun: word("Not run", "실행하지 않음")
    case .figure: word("Not drawn", "그리지 못함")
    case .system: word("Could not be run", "실행할 수 없음")
    }
  }
}
