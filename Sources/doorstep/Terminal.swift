@preconcurrency import Glibc

/// Standard output and standard error: results on the one, progress and problems on the other.
enum Terminal {
  /// Whether standard error is a terminal that can redraw a line.
  static let isLive: Bool = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"
  /// Whether standard error shows colours.
  static let hasColor: Bool = isLive && environment("NO_COLOR").isEmpty
  /// Columns for help texts.
  static var columns: Int {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return min(110, max(60, isKnown ? Int(size.ws_col) : 100))
  }

  /// An environment variable; empty when it is not set.
  static func environment(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

  /// Writes a result to standard output.
  ///
  /// - Throws: ``Failure`` when it cannot be written, for example because a disk is full.
  static func out(_ text: String) throws {
    var text = text
    try text.withUTF8 { try out(UnsafeRawBufferPointer($0)) }
  }

  /// Writes bytes of a result to standard output.
  static func out(_ bytes: UnsafeRawBufferPointer) throws {
    guard write(bytes, to: STDOUT_FILENO) else {
      throw Failure(.usage, "cannot write to standard output: \(String(cString: strerror(errno)))")
    }
  }

  /// Writes a line to standard error.
  static func note(_ line: String) {
    var text = line + "\n"
    text.withUTF8 { _ = write(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
  }

  /// Draws a line over the last one on standard error; an empty one takes it away.
  static func redraw(_ line: String) {
    var text = "\r\u{1B}[K" + line
    text.withUTF8 { _ = write(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
  }

  /// Writes all bytes to an open file; false when the system refuses, with `errno` set.
  static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 && errno == EINTR { continue }
      if written <= 0 { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }
}
