public import NIOCore

/// The answers of HTTP/1.1 as a load needs them: the head and the length are read, the body is counted, and kept on request.
///
/// Source: RFC 9112, sections 2 to 7. Heads longer than 64 KiB and kept bodies longer than 1 MiB are refused.
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
  private static let longestBody = 1 << 20
  private var state = State.head
  private var pending: [UInt8] = []
  private var headBytes = 0
  private var answer = Answer(status: 0, bodyBytes: 0, keepsAlive: true)
  private var length: Int?
  private var isChunked = false
  /// Whether the next answer's body is kept.
  public var keepsBody = false
  /// The last answer's body where it is kept.
  public private(set) var body: [UInt8] = []

  /// A codec for a new connection.
  public init() {}

  /// Forgets the last answer.
  public mutating func reset() {
    resetHead()
    keepsBody = false
    body.removeAll(keepingCapacity: true)
  }

  private mutating func resetHead() {
    state = .head
    pending.removeAll(keepingCapacity: true)
    headBytes = 0
    answer = Answer(status: 0, bodyBytes: 0, keepsAlive: true)
    length = nil
    isChunked = false
  }

  /// Takes bytes, up to the end of the answer.
  public mutating func read(_ bytes: inout ByteBuffer) throws -> Answer? {
    while bytes.readableBytes > 0 {
      switch state {
      case .head:
        guard let isEnd = try takeLine(&bytes, { codec, line in try codec.isComplete(line) }) else { return nil }
        if isEnd { return answer }
      case .body(let left):
        let taken = try take(left, &bytes)
        answer.bodyBytes += taken
        if taken == left { return answer }
        state = .body(left: left - taken)
      case .chunkSize:
        if try takeLine(&bytes, { codec, line in try codec.beginChunk(line) }) == nil { return nil }
      case .chunk(let left):
        // The last two bytes are the line's end behind the chunk.
        let taken = left > 2 ? try take(left - 2, &bytes) : 0
        answer.bodyBytes += taken
        let end = left - taken <= 2 ? skip(left - taken, &bytes) : 0
        state = taken + end == left ? .chunkSize : .chunk(left: left - taken - end)
      case .trailer:
        guard let isEnd = try takeLine(&bytes, { _, line in line.isEmpty }) else { return nil }
        if isEnd { return answer }
      case .untilEnd:
        answer.bodyBytes += try take(bytes.readableBytes, &bytes)
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

  /// Bytes of the body.
  private mutating func take(_ count: Int, _ bytes: inout ByteBuffer) throws -> Int {
    guard keepsBody else { return skip(count, &bytes) }
    let taken = min(count, bytes.readableBytes)
    guard body.count + taken <= Self.longestBody else { throw WireError(reason: "body too long to be read") }
    body.append(contentsOf: bytes.readableBytesView.prefix(taken))
    bytes.moveReaderIndex(forwardBy: taken)
    return taken
  }

  /// Gives the next line without its end to a body; nil until it is there whole.
  private mutating func takeLine<Result>(
    _ bytes: inout ByteBuffer, _ body: (inout HTTP1Codec, Slice<UnsafeRawBufferPointer>) throws -> Result
  ) throws -> Result? {
    var taken = 0
    var result: Result?
    try bytes.withUnsafeReadableBytes { raw in
      let end = raw.firstIndex(of: 10)
      taken = end.map { $0 + 1 } ?? raw.count
      headBytes += taken
      guard headBytes <= Self.longestHead else { throw WireError(reason: "head too long") }
      if let end, pending.isEmpty {
        result = try body(&self, Self.trimmed(raw[..<end]))
        return
      }
      pending.append(contentsOf: raw[..<(end ?? raw.count)])
      guard end != nil else { return }
      let line = pending
      pending.removeAll(keepingCapacity: true)
      result = try line.withUnsafeBytes { try body(&self, Self.trimmed($0[...])) }
    }
    bytes.moveReaderIndex(forwardBy: taken)
    return result
  }

  private static func trimmed(_ line: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
    line.last == 13 ? line.dropLast() : line
  }

  /// Takes a line of the head; true when the answer ends with it.
  private mutating func isComplete(_ line: Slice<UnsafeRawBufferPointer>) throws -> Bool {
    if answer.status == 0 {
      try takeStatus(line)
      return false
    }
    if !line.isEmpty {
      try takeField(line)
      return false
    }
    if answer.status < 200 {
      resetHead()
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

  /// `HTTP/1.1 200 OK`
  private mutating func takeStatus(_ line: Slice<UnsafeRawBufferPointer>) throws {
    let line = UnsafeRawBufferPointer(rebasing: line)
    let isLatest = line.starts(with: "HTTP/1.1 ".utf8)
    guard isLatest || line.starts(with: "HTTP/1.0 ".utf8), line.count >= 12, line.count == 12 || line[12] == 32,
      line[9..<12].allSatisfy({ (48...57).contains($0) })
    else { throw WireError(reason: "no status line") }
    let status = line[9..<12].reduce(0) { 10 * $0 + Int($1 - 48) }
    guard (100...599).contains(status) else { throw WireError(reason: "no status") }
    answer.status = status
    answer.keepsAlive = isLatest
  }

  private mutating func takeField(_ line: Slice<UnsafeRawBufferPointer>) throws {
    guard let colon = line.firstIndex(of: 58), colon != line.startIndex else {
      throw WireError(reason: "no header field")
    }
    let name = line[..<colon]
    // The lengths of the three names that matter; others are not looked at.
    switch name.count {
    case 14 where Self.isEqual(name, "content-length"):
      let digits = Self.trimmedBlanks(line[(colon + 1)...])
      guard !digits.isEmpty, digits.count <= 18, digits.allSatisfy({ (48...57).contains($0) }) else {
        throw WireError(reason: "no valid length")
      }
      let number = digits.reduce(0) { 10 * $0 + Int($1 - 48) }
      guard length == nil || length == number else { throw WireError(reason: "two lengths") }
      length = number
    case 17 where Self.isEqual(name, "transfer-encoding"):
      guard Self.isEqual(Self.trimmedBlanks(line[(colon + 1)...]), "chunked") else {
        throw WireError(reason: "unknown transfer encoding")
      }
      isChunked = true
    case 10 where Self.isEqual(name, "connection"):
      let value = Self.trimmedBlanks(line[(colon + 1)...])
      if Self.isEqual(value, "close") { answer.keepsAlive = false }
      if Self.isEqual(value, "keep-alive") { answer.keepsAlive = true }
    default: break
    }
  }

  private static func trimmedBlanks(_ value: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
    var value = value.drop { $0 == 32 || $0 == 9 }
    while value.last == 32 || value.last == 9 { value = value.dropLast() }
    return value
  }

  /// Whether it is a text of small letters, whatever the case.
  private static func isEqual(_ bytes: Slice<UnsafeRawBufferPointer>, _ text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    for (offset, byte) in bytes.enumerated() {
      let small = (65...90).contains(byte) ? byte | 32 : byte
      if small != text.utf8Start[offset] { return false }
    }
    return true
  }

  private mutating func beginChunk(_ line: Slice<UnsafeRawBufferPointer>) throws {
    let digits = Self.trimmedBlanks(line.prefix { $0 != 59 })
    let text = String(decoding: digits, as: UTF8.self)
    guard !digits.isEmpty, digits.count <= 15, text.allSatisfy({ $0.isHexDigit && $0.isASCII }),
      let size = Int(text, radix: 16)
    else { throw WireError(reason: "no chunk size") }
    headBytes = 0
    state = size == 0 ? .trailer : .chunk(left: size + 2)
  }
}
