public import NIOCore

/// HTTP/1.1 as a load needs it: a GET goes out, the head and the length of the answer are read, its body is counted.
///
/// Source: RFC 9112, sections 2 to 7. Heads longer than 64 KiB are refused.
public struct HTTP1Codec: WireCodec {
  private enum State {
    case head
    case body(left: Int)
    case chunkSize
    case chunk(left: Int)
    case trailer
    case untilEnd
  }

  private static let longestHead = 65_536
  private var state = State.head
  private var pending: [UInt8] = []
  private var headBytes = 0
  private var answer = Answer(status: 0, bodyBytes: 0, keepsAlive: true)
  private var length: Int?
  private var isChunked = false

  /// A codec for a new connection.
  public init() {}

  /// A GET of the target's path.
  public func request(to target: LoadTarget, _ allocator: ByteBufferAllocator) -> ByteBuffer {
    allocator.buffer(
      string: "GET \(target.path) HTTP/1.1\r\nHost: \(target.authority)\r\nUser-Agent: doorstep\r\nAccept: */*\r\n\r\n")
  }

  /// Forgets the last answer.
  public mutating func reset() { self = HTTP1Codec() }

  /// Takes bytes, up to the end of the answer.
  public mutating func read(_ bytes: inout ByteBuffer) throws -> Answer? {
    while bytes.readableBytes > 0 {
      switch state {
      case .head:
        guard let line = try line(&bytes) else { return nil }
        if try isComplete(line) { return answer }
      case .body(let left):
        let taken = skip(left, &bytes)
        answer.bodyBytes += taken
        if taken == left { return answer }
        state = .body(left: left - taken)
      case .chunkSize:
        guard let line = try line(&bytes) else { return nil }
        try beginChunk(line)
      case .chunk(let left):
        let taken = skip(left, &bytes)
        answer.bodyBytes += max(0, min(taken, left - 2))
        state = taken == left ? .chunkSize : .chunk(left: left - taken)
      case .trailer:
        guard let line = try line(&bytes) else { return nil }
        if line.isEmpty { return answer }
      case .untilEnd:
        answer.bodyBytes += skip(bytes.readableBytes, &bytes)
      }
    }
    return nil
  }

  /// The answer, when it had no length and the end completes it.
  public mutating func end() -> Answer? {
    guard case .untilEnd = state else { return nil }
    return answer
  }

  private func skip(_ count: Int, _ bytes: inout ByteBuffer) -> Int {
    let taken = min(count, bytes.readableBytes)
    bytes.moveReaderIndex(forwardBy: taken)
    return taken
  }

  /// The next line without its end; nil until it is there whole.
  private mutating func line(_ bytes: inout ByteBuffer) throws -> String? {
    let view = bytes.readableBytesView
    let end = view.firstIndex(of: 10)
    let taken = end.map { $0 - view.startIndex + 1 } ?? view.count
    headBytes += taken
    guard headBytes <= Self.longestHead else { throw WireError(reason: "head too long") }
    pending.append(contentsOf: view.prefix(taken))
    bytes.moveReaderIndex(forwardBy: taken)
    guard end != nil else { return nil }
    pending.removeLast()
    if pending.last == 13 { pending.removeLast() }
    defer { pending.removeAll(keepingCapacity: true) }
    return String(decoding: pending, as: UTF8.self)
  }

  /// Takes a line of the head; true when the answer ends with it.
  private mutating func isComplete(_ line: String) throws -> Bool {
    if answer.status == 0 {
      try takeStatus(line)
      return false
    }
    if !line.isEmpty {
      try takeField(line)
      return false
    }
    if answer.status < 200 {
      reset()
      return false
    }
    if answer.status == 204 || answer.status == 304 { return true }
    if isChunked {
      state = .chunkSize
    } else if let length {
      state = .body(left: length)
      return length == 0
    } else {
      answer.keepsAlive = false
      state = .untilEnd
    }
    return false
  }

  private mutating func takeStatus(_ line: String) throws {
    let parts = line.split(separator: " ", maxSplits: 2)
    guard parts.count >= 2, parts[0] == "HTTP/1.1" || parts[0] == "HTTP/1.0", parts[1].utf8.count == 3,
      let status = Int(parts[1]), (100...599).contains(status)
    else { throw WireError(reason: "no status line") }
    answer.status = status
    answer.keepsAlive = parts[0] == "HTTP/1.1"
  }

  private mutating func takeField(_ line: String) throws {
    guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else {
      throw WireError(reason: "no header field")
    }
    let name = line[..<colon].lowercased()
    let value = line[line.index(after: colon)...].filter { $0 != " " && $0 != "\t" }.lowercased()
    switch name {
    case "content-length":
      guard !value.isEmpty, value.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(value),
        length == nil || length == number
      else { throw WireError(reason: "no valid length") }
      length = number
    case "transfer-encoding":
      guard value == "chunked" else { throw WireError(reason: "unknown transfer encoding") }
      isChunked = true
    case "connection":
      if value == "close" { answer.keepsAlive = false }
      if value == "keep-alive" { answer.keepsAlive = true }
    default: break
    }
  }

  private mutating func beginChunk(_ line: String) throws {
    let digits = line.prefix { $0 != ";" }.filter { $0 != " " }
    guard !digits.isEmpty, digits.count <= 15, digits.allSatisfy({ $0.isHexDigit && $0.isASCII }),
      let size = Int(digits, radix: 16)
    else { throw WireError(reason: "no chunk size") }
    headBytes = 0
    state = size == 0 ? .trailer : .chunk(left: size + 2)
  }
}
