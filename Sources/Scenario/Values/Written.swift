/// A value in canonical form, before it becomes text.
public indirect enum Written: Hashable, Sendable {
  /// Nothing: an optional value that is absent.
  case null
  /// A word or phrase that reads the same in any YAML tool, or is quoted when it would not.
  case scalar(String)
  /// A number, a truth value or another plain word that must not be quoted.
  case plain(String)
  /// A list in its order.
  case list([Written])
  /// A map in the order given.
  case map([Pair])

  /// An entry of a map.
  public struct Pair: Hashable, Sendable {
    /// The key.
    public var key: String
    /// The value.
    public var value: Written

    /// Makes an entry.
    public init(_ key: String, _ value: Written) {
      self.key = key
      self.value = value
    }
  }

  /// The value on one line, in flow style.
  public var line: String {
    switch self {
    case .null: return "null"
    case .scalar(let text): return Quoting.scalar(text)
    case .plain(let text): return text
    case .list(let items): return "[" + items.map(\.line).joined(separator: ", ") + "]"
    case .map(let pairs):
      if pairs.isEmpty { return "{}" }
      return "{ " + pairs.map { "\(Quoting.scalar($0.key)): \($0.value.line)" }.joined(separator: ", ") + " }"
    }
  }
}

/// When a scalar needs quotes.
enum Quoting {
  /// The text as a YAML scalar that every YAML tool reads as that text.
  static func scalar(_ text: String) -> String {
    isPlain(text) ? text : quoted(text)
  }

  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
        let hex = String(scalar.value, radix: 16, uppercase: true)
        out += "\\x" + (hex.count < 2 ? "0" : "") + hex
      case "\u{2028}", "\u{2029}", "\u{FEFF}":
        out += "\\u" + String(scalar.value, radix: 16, uppercase: true)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  private static let words: Set<String> = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n", "~",
  ]

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    guard isLetter(first) || isDigit(first), last != 0x20, !text.utf8.contains(where: { !isPlainByte($0) }) else {
      return false
    }
    if words.contains(text.lowercased()) { return false }
    return !isNumberLike(text)
  }

  /// Numbers, dates and sexagesimals: what YAML 1.1 and 1.2 tools would not read as text.
  private static func isNumberLike(_ text: String) -> Bool {
    isDigit(text.utf8.first!) && text.utf8.allSatisfy { isDigit($0) || "._-+eExXTZabcdefABCDEF".utf8.contains($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isPlainByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == 0x20 || "_./%+-^()".utf8.contains(byte)
  }
}
