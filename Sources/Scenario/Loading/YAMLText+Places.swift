import Yams

extension YAMLText {
  /// Line and column of a byte.
  static func position(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    var line = 1
    var start = 0
    for i in 0..<offset where bytes[i] == 0x0A {
      line += 1
      start = i + 1
    }
    let column = bytes[start..<offset].count { $0 & 0xC0 != 0x80 } + 1
    return (line, column)
  }

  /// Line and column of the first byte that is not UTF-8.
  static func firstInvalid(_ bytes: [UInt8]) -> (line: Int, column: Int) {
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    var line = 1
    var column = 1
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      column = scalar == "\n" ? 1 : column + 1
      if scalar == "\n" { line += 1 }
    }
    return (line, column)
  }

  static func hex(_ byte: UInt8) -> String { "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }

  static func line(_ number: Int, of text: String) -> Substring {
    let lines = text.split(separator: "\n", maxSplits: max(0, number), omittingEmptySubsequences: false)
    return lines.indices.contains(number - 1) ? lines[number - 1] : ""
  }

  /// Where a duplicated key stands again: on a later line at the same column, or later on the same line.
  static func secondOccurrence(of key: String, after mark: Yams.Mark, in text: String) -> (line: Int, column: Int)? {
    var number = mark.line
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(mark.line - 1) {
      let scalars = Array(line.unicodeScalars)
      let columns =
        number == mark.line ? (mark.column..<max(mark.column, scalars.count)) : (mark.column - 1..<mark.column)
      for column in columns where startsKey(key, scalars, column) { return (number, column + 1) }
      number += 1
    }
    return nil
  }

  private static func startsKey(_ key: String, _ line: [Unicode.Scalar], _ column: Int) -> Bool {
    var place = column
    if line.indices.contains(place), "\"'".unicodeScalars.contains(line[place]) { place += 1 }
    for scalar in key.unicodeScalars {
      guard line.indices.contains(place), line[place] == scalar else { return false }
      place += 1
    }
    let rest = line[min(place, line.count)...].drop { " \"'".unicodeScalars.contains($0) }
    guard rest.first == ":" else { return false }
    return column == 0 || " ,{-?\"'".unicodeScalars.contains(line[column - 1])
  }
}

/// Finds keys that are not plain names before the parser sees them: it hashes each key with all that is in it, which
/// takes for ever when the key is an alias of aliases of aliases.
enum ComplexKeys {
  /// The offset of something that looks like one, in a text that has anchors; nil when there is none.
  static func find(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      guard hasAnchors(bytes) else { return nil }
      var start = 0
      while start < bytes.count {
        var end = start
        while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
        if let found = find(in: bytes, start, end) { return found }
        start = end + 1
      }
      return nil
    }
  }

  private static func hasAnchors(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.indices.contains { i in
      bytes[i] == UInt8(ascii: "&") && (i == 0 || " \t\n\r[{,:-?".utf8.contains(bytes[i - 1]))
    }
  }

  private static func find(in bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var first = start
    while first < end, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
    if first < end, bytes[first] == UInt8(ascii: "#") { return nil }
    for i in first..<end {
      let isLast = i + 1 == end || " \t".utf8.contains(bytes[i + 1])
      let isFirst = i == first || " \t[{,-?".utf8.contains(bytes[i - 1])
      if bytes[i] == UInt8(ascii: "?"), isLast, isFirst { return i }
      guard bytes[i] == UInt8(ascii: ":") else { continue }
      var before = i - 1
      while before >= first, bytes[before] == 0x20 || bytes[before] == 0x09 { before -= 1 }
      guard before >= first else { continue }
      if bytes[before] == UInt8(ascii: "]") || bytes[before] == UInt8(ascii: "}") { return before }
      while before > first, !" \t[{,".utf8.contains(bytes[before - 1]) { before -= 1 }
      if bytes[before] == UInt8(ascii: "*") { return before }
    }
    return nil
  }
}
