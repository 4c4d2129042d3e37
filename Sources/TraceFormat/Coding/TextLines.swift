import CZstd
import Foundation

/// Reads the lines of a text file one by one, compressed or plain: memory does not grow with the file.
///
/// A file whose name ends in `.zst` is decompressed as it is read. A last line without a line feed counts.
public final class TextLines {
  private let descriptor: Int32
  private let stream: OpaquePointer?
  private var input = [UInt8](repeating: 0, count: 1 << 17)
  private var inputStart = 0
  private var inputEnd = 0
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  /// What the decoder still wants to complete a frame; 0 between frames.
  private var wanted = 0

  /// The longest line that is read, in bytes.
  public static let longestLine = 1 << 24

  /// Opens a file.
  public init(path: String) throws(TextLinesError) {
    descriptor = open(path, O_RDONLY)
    stream = path.hasSuffix(".zst") ? ZSTD_createDStream() : nil
    if descriptor < 0 {
      let code = errno
      throw TextLinesError(code == ENOENT ? "there is no such file" : String(cString: strerror(code)).lowercased())
    }
    if let stream { ZSTD_initDStream(stream) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if let stream { ZSTD_freeDStream(stream) }
  }

  /// The next line without its line feed; nil at the end. The bytes are valid until the next call.
  public func next() throws(TextLinesError) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let feed = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = feed + 1 }
        return buffer[start..<feed]
      }
      searched = buffer.count - start
      buffer.removeSubrange(..<start)
      start = 0
      if isAtEnd { return takeRest() }
      if buffer.count > Self.longestLine { throw TextLinesError("a line has more than 16 MB") }
      try fill()
    }
  }

  private func takeRest() -> ArraySlice<UInt8>? {
    guard !buffer.isEmpty else { return nil }
    start = buffer.count
    return buffer[...]
  }

  /// Appends more text to the buffer.
  private func fill() throws(TextLinesError) {
    if inputStart == inputEnd { try readInput() }
    guard let stream else {
      buffer.append(contentsOf: input[inputStart..<inputEnd])
      inputStart = inputEnd
      return
    }
    if inputStart == inputEnd {
      if wanted != 0 { throw TextLinesError("the compressed data end too early") }
      return
    }
    try decompress(stream)
  }

  private func decompress(_ stream: OpaquePointer) throws(TextLinesError) {
    let room = 1 << 17
    let old = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: room))
    var produced = 0
    var consumed = inputStart
    let rest = buffer.withUnsafeMutableBytes { output in
      input.withUnsafeBytes { bytes in
        var source = ZSTD_inBuffer(src: bytes.baseAddress, size: inputEnd, pos: inputStart)
        var target = ZSTD_outBuffer(dst: output.baseAddress! + old, size: room, pos: 0)
        let rest = ZSTD_decompressStream(stream, &target, &source)
        (produced, consumed) = (target.pos, source.pos)
        return rest
      }
    }
    buffer.removeLast(room - produced)
    inputStart = consumed
    if ZSTD_isError(rest) != 0 { throw TextLinesError(String(cString: ZSTD_getErrorName(rest)).lowercased()) }
    wanted = rest
  }

  private func readInput() throws(TextLinesError) {
    var count = 0
    repeat {
      count = input.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    } while count < 0 && errno == EINTR
    guard count >= 0 else { throw TextLinesError(String(cString: strerror(errno)).lowercased()) }
    inputStart = 0
    inputEnd = count
    if count == 0 { isAtEnd = true }
  }
}

/// Why a text file cannot be read.
public struct TextLinesError: Error, Equatable, CustomStringConvertible {
  /// In plain words, lower case.
  public let reason: String

  init(_ reason: String) { self.reason = reason }

  /// The reason.
  public var description: String { reason }
}
