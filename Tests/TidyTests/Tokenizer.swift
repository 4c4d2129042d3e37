/// The words and signs of Swift code; comments and the insides of string literals are left out.
///
/// A string literal becomes the token `"`. Good enough for tidy rules, not a parser: regex literals are not known to it.
func tokenize(_ text: String) -> [Token] {
  var scanner = Scanner(bytes: Array(text.utf8))
  return scanner.run()
}

private struct Scanner {
  let bytes: [UInt8]
  var at = 0
  var line = 1
  var startsLine = true
  var tokens: [Token] = []

  mutating func run() -> [Token] {
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\n") {
        newline()
      } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") {
        at += 1
      } else if starts(with: "//") {
        while at < bytes.count && bytes[at] != UInt8(ascii: "\n") { at += 1 }
      } else if starts(with: "/*") {
        skipBlockComment()
      } else if byte == UInt8(ascii: "\"") || rawStringHashes() > 0 {
        skipString()
      } else if isWord(byte) {
        word()
      } else {
        add(String(UnicodeScalar(byte)))
        at += 1
      }
    }
    return tokens
  }

  private mutating func add(_ text: String) {
    tokens.append(Token(text: text, line: line, startsLine: startsLine))
    startsLine = false
  }

  private mutating func newline() {
    at += 1
    line += 1
    startsLine = true
  }

  private mutating func word() {
    let start = at
    while at < bytes.count && isWord(bytes[at]) { at += 1 }
    add(String(decoding: bytes[start..<at], as: UTF8.self))
  }

  private mutating func skipBlockComment() {
    var depth = 0
    while at < bytes.count {
      if starts(with: "/*") {
        depth += 1
        at += 2
      } else if starts(with: "*/") {
        depth -= 1
        at += 2
        if depth == 0 { return }
      } else if bytes[at] == UInt8(ascii: "\n") {
        newline()
      } else {
        at += 1
      }
    }
  }

  private mutating func skipString() {
    let hashes = rawStringHashes()
    add("\"")
    at += hashes
    let isMultiline = starts(with: "\"\"\"")
    let quote = isMultiline ? "\"\"\"" : "\""
    let end = quote + String(repeating: "#", count: hashes)
    at += quote.utf8.count
    while at < bytes.count {
      if starts(with: end) {
        at += end.utf8.count
        return
      }
      if hashes == 0 && bytes[at] == UInt8(ascii: "\\") {
        at += 2
      } else if bytes[at] == UInt8(ascii: "\n") {
        if !isMultiline { return }
        let before = startsLine
        newline()
        startsLine = before
      } else {
        at += 1
      }
    }
  }

  /// How many `#` stand here before a quote; 0 when this is no raw string.
  private func rawStringHashes() -> Int {
    var end = at
    while end < bytes.count && bytes[end] == UInt8(ascii: "#") { end += 1 }
    return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - at : 0
  }

  private func starts(with text: StaticString) -> Bool {
    text.withUTF8Buffer { wanted in
      at + wanted.count <= bytes.count && bytes[at..<(at + wanted.count)].elementsEqual(wanted)
    }
  }

  private func starts(with text: String) -> Bool {
    at + text.utf8.count <= bytes.count && bytes[at..<(at + text.utf8.count)].elementsEqual(text.utf8)
  }

  private func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte >= 0x80 || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
