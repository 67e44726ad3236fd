/// The answer to a request.
enum PreviewAnswer {
  /// The status, the type of the content and the content.
  case content(Status, type: String, [UInt8])
  /// A stream of events, which ends with the connection.
  case events

  enum Status: Int {
    case ok = 200
    case badRequest = 400
    case forbidden = 403
    case notFound = 404
    case methodNotAllowed = 405
    case requestTimeout = 408
    case contentTooLarge = 413
    case uriTooLong = 414
    case headersTooLarge = 431

    fileprivate var phrase: String {
      switch self {
      case .ok: "OK"
      case .badRequest: "Bad Request"
      case .forbidden: "Forbidden"
      case .notFound: "Not Found"
      case .methodNotAllowed: "Method Not Allowed"
      case .requestTimeout: "Request Timeout"
      case .contentTooLarge: "Content Too Large"
      case .uriTooLong: "URI Too Long"
      case .headersTooLarge: "Request Header Fields Too Large"
      }
    }
  }

  /// A status with a line of text.
  static func text(_ status: Status, _ words: String) -> PreviewAnswer {
    .content(status, type: "text/plain; charset=utf-8", Array((words + "\n").utf8))
  }

  /// The answer to a request that is not read further.
  init(_ refusal: RequestHead.Refusal) {
    self =
      switch refusal {
      case .lineTooLong: .text(.uriTooLong, "the address is too long")
      case .headTooLong: .text(.headersTooLarge, "the headers are too long")
      case .malformed: .text(.badRequest, "this is not a request that can be understood")
      case .hasContent: .text(.contentTooLarge, "a preview can only be read")
      }
  }

  /// The bytes to send first.
  ///
  /// - Parameter hasBody: whether the content is sent and not only described.
  func bytes(hasBody: Bool) -> [UInt8] {
    let status: Status
    var fields = [
      "Cache-Control: no-store", "X-Content-Type-Options: nosniff", "Connection: close",
    ]
    var body: [UInt8] = []
    switch self {
    case .content(let code, let type, let content):
      status = code
      fields += ["Content-Type: \(type)", "Content-Length: \(content.count)"]
      if code == .methodNotAllowed { fields.append("Allow: GET, HEAD") }
      if hasBody { body = content }
    case .events:
      status = .ok
      fields.append("Content-Type: text/event-stream")
    }
    let head = ["HTTP/1.1 \(status.rawValue) \(status.phrase)"] + fields + ["", ""]
    return Array(head.joined(separator: "\r\n").utf8) + body
  }
}
