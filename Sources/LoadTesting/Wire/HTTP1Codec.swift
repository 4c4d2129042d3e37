import Glibc
public import NIOCore

/// The answers of HTTP/1.1 as a load needs them: the head and the length are read, the body is counted, and kept on request.
///
/// Source: RFC 9112, sections 2 to 7. Heads longer than 64 KiB and kept bodies longer than ``longestBody`` are refused.
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
  /// The longest body that is kept, in bytes.
  public var longestBody = 1 << 20
  /// Whether the next answer's body is kept.
  public var keepsBody = false
  /// Whether the next answer has no body, whatever its length says: that of a HEAD.
  public var hasNoBody = false
  /// The last answer's body where it is kept.
  public private(set) var body: [UInt8] = []

  /// A codec for a new connection.
  public init() {}

  /// Forgets the last answer.
  public mutating func reset() {
    resetHead()
    keepsBody = false
    hasNoBody = false
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
    guard body.count + taken <= longestBody else { throw WireError(reason: "body too long to be read") }
    body.append(contentsOf: bytes.readableBytesView.prefix(taken))
    bytes.moveReaderIndex(forwardBy: taken)
    return taken
  }

  /// Gives the next line without its end to a body; nil until it is there whole.
  @inline(__always) private mutating func takeLine<Result>(
    _ bytes: inout ByteBuffer, _ body: (inout HTTP1Codec, UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    var taken = 0
    var result: Result?
    try bytes.withUnsafeReadableBytes { raw in
      let end = Self.lineEnd(raw)
      taken = end.map { $0 + 1 } ?? raw.count
      headBytes += taken
      guard headBytes <= Self.longestHead else { throw WireError(reason: "head too long") }
      if let end, pending.isEmpty {
        result = try body(&self, Self.trimmed(UnsafeRawBufferPointer(rebasing: raw[..<end])))
        return
      }
      pending.append(contentsOf: raw[..<(end ?? raw.count)])
      guard end != nil else { return }
      let line = pending
      pending.removeAll(keepingCapacity: true)
      result = try line.withUnsafeBytes { try body(&self, Self.trimmed($0)) }
    }
    bytes.moveReaderIndex(forwardBy: taken)
    return result
  }

  /// Where the first line feed is.
  @inline(__always) private static func lineEnd(_ raw: UnsafeRawBufferPointer) -> Int? {
    guard let base = raw.baseAddress, let found = memchr(base, 10, raw.count) else { return nil }
    return base.distance(to: UnsafeRawPointer(found))
  }

  @inline(__always) private static func trimmed(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    line.last == 13 ? UnsafeRawBufferPointer(rebasing: line.dropLast()) : line
  }

  /// Takes a line of the head; true when the answer ends with it.
  private mutating func isComplete(_ line: UnsafeRawBufferPointer) throws -> Bool {
    if answer.status == 0 {
      try takeStatus(line)
      return false
    }
    if !line.isEmpty {
      try takeField(line)
      return false
    }
    if answer.status == 101 { throw WireError(reason: "another protocol, which nobody asked for") }
    if answer.status < 200 {
      resetHead()
      return false
    }
    if answer.status == 204 || answer.status == 304 || hasNoBody { return true }
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
  private mutating func takeStatus(_ line: UnsafeRawBufferPointer) throws {
    guard line.count >= 12, let base = line.baseAddress, memcmp(base, "HTTP/1.", 7) == 0, line[8] == 32,
      line[7] == 48 || line[7] == 49, line.count == 12 || line[12] == 32
    else { throw WireError(reason: "no status line") }
    let isLatest = line[7] == 49
    var status = 0
    for place in 9..<12 {
      guard (48...57).contains(line[place]) else { throw WireError(reason: "no status line") }
      status = 10 * status + Int(line[place] - 48)
    }
    guard (100...599).contains(status) else { throw WireError(reason: "no status") }
    answer.status = status
    answer.keepsAlive = isLatest
  }

  private mutating func takeField(_ line: UnsafeRawBufferPointer) throws {
    guard let base = line.baseAddress, let found = memchr(base, 58, line.count), found != base else {
      throw WireError(reason: "no header field")
    }
    let colon = base.distance(to: UnsafeRawPointer(found))
    let name = UnsafeRawBufferPointer(start: base, count: colon)
    // The lengths of the three names that matter; others are not looked at.
    switch colon {
    case 14 where Self.isEqual(name, "content-length"): try takeLength(Self.value(of: line, colon))
    case 17 where Self.isEqual(name, "transfer-encoding"):
      guard Self.isEqual(Self.value(of: line, colon), "chunked") else {
        throw WireError(reason: "unknown transfer encoding")
      }
      isChunked = true
    case 10 where Self.isEqual(name, "connection"):
      let value = Self.value(of: line, colon)
      if Self.isEqual(value, "close") { answer.keepsAlive = false }
      if Self.isEqual(value, "keep-alive") { answer.keepsAlive = true }
    default: break
    }
  }

  private mutating func takeLength(_ digits: UnsafeRawBufferPointer) throws {
    guard (1...18).contains(digits.count) else { throw WireError(reason: "no valid length") }
    var number = 0
    for digit in digits {
      guard (48...57).contains(digit) else { throw WireError(reason: "no valid length") }
      number = 10 * number + Int(digit - 48)
    }
    guard length == nil || length == number else { throw WireError(reason: "two lengths") }
    length = number
  }

  private static func value(of line: UnsafeRawBufferPointer, _ colon: Int) -> UnsafeRawBufferPointer {
    trimmedBlanks(UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]))
  }

  private static func trimmedBlanks(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var (start, end) = (0, value.count)
    while start < end, value[start] == 32 || value[start] == 9 { start += 1 }
    while start < end, value[end - 1] == 32 || value[end - 1] == 9 { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: value[start..<end])
  }

  /// Whether it is a text of small letters and dashes, whatever the case.
  private static func isEqual(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    for place in 0..<bytes.count {
      let byte = bytes[place]
      let small = (65...90).contains(byte) ? byte | 32 : byte
      if small != text.utf8Start[place] { return false }
    }
    return true
  }

  private mutating func beginChunk(_ line: UnsafeRawBufferPointer) throws {
    let digits = Self.trimmedBlanks(UnsafeRawBufferPointer(rebasing: line.prefix { $0 != 59 }))
    let text = String(decoding: digits, as: UTF8.self)
    guard !digits.isEmpty, digits.count <= 15, text.allSatisfy({ $0.isHexDigit && $0.isASCII }),
      let size = Int(text, radix: 16)
    else { throw WireError(reason: "no chunk size") }
    headBytes = 0
    state = size == 0 ? .trailer : .chunk(left: size + 2)
  }
}
