/// A JSON document whose objects keep the order they were built in, so that equal results have equal bytes.
public enum JSONValue: Sendable, Equatable {
  /// The absent value.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case integer(Int64)
  /// A number; those that JSON cannot write become null.
  case number(Double)
  /// A number by its digits, for amounts that a `Double` would bend.
  case digits(String)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Named values in order.
  case object([Member])

  /// A named value of an object.
  public struct Member: Sendable, Equatable {
    /// The name.
    public var key: String
    /// The value.
    public var value: JSONValue

    /// A named value.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// A whole number.
  public static func integer(_ value: Int) -> JSONValue { .integer(Int64(value)) }
  /// A number, or null when there is none.
  public static func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
  /// Whole minor units as a decimal number of major units, exactly.
  public static func money(minor: Int64, digits: Int) -> JSONValue { .digits(decimal(minor: minor, digits: digits)) }
  /// An object with one member per element.
  public static func object<S: Sequence>(of elements: S, _ member: (S.Element) -> (String, JSONValue)) -> JSONValue {
    .object(
      elements.map {
        let (key, value) = member($0)
        return Member(key: key, value: value)
      })
  }
  /// A list with one value per element.
  public static func array<S: Sequence>(of elements: S, _ value: (S.Element) -> JSONValue) -> JSONValue {
    .array(elements.map(value))
  }

  /// The value of that name, when this is an object that has it.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
  /// An object, in the order written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(of: elements) { $0 } }
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// True or false.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue {
  /// The document with two spaces per level; a list or object without further lists or objects takes one line if it fits.
  ///
  /// Doubles are written with the fewest digits that read back as the same number.
  public func text() -> String {
    var out = ""
    write(to: &out, indent: 0)
    out.append("\n")
    return out
  }

  /// The document on one line.
  public func line() -> String {
    var out = ""
    writeInline(to: &out)
    return out
  }

  private static let lineWidth = 100

  private func write(to out: inout String, indent: Int) {
    switch self {
    case .array(let values) where !values.isEmpty:
      if isFlat, let short = shortLine(indent) { return out.append(short) }
      writeBlock("[", "]", count: values.count, to: &out, indent: indent) {
        values[$0].write(to: &$1, indent: indent + 2)
      }
    case .object(let members) where !members.isEmpty:
      if isFlat, let short = shortLine(indent) { return out.append(short) }
      writeBlock("{", "}", count: members.count, to: &out, indent: indent) {
        $1.append(quoted(members[$0].key) + ": ")
        members[$0].value.write(to: &$1, indent: indent + 2)
      }
    default:
      writeInline(to: &out)
    }
  }

  private func writeBlock(
    _ open: String, _ close: String, count: Int, to out: inout String, indent: Int, element: (Int, inout String) -> Void
  ) {
    out.append(open + "\n")
    for i in 0..<count {
      out.append(String(repeating: " ", count: indent + 2))
      element(i, &out)
      out.append(i + 1 < count ? ",\n" : "\n")
    }
    out.append(String(repeating: " ", count: indent) + close)
  }

  private func shortLine(_ indent: Int) -> String? {
    let text = line()
    return text.utf8.count + indent <= Self.lineWidth ? text : nil
  }

  private var isFlat: Bool {
    switch self {
    case .array(let values): values.allSatisfy(\.isScalar)
    case .object(let members): members.allSatisfy(\.value.isScalar)
    default: true
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array(let values): values.isEmpty
    case .object(let members): members.isEmpty
    default: true
    }
  }

  private func writeInline(to out: inout String) {
    switch self {
    case .null: out.append("null")
    case .bool(let value): out.append(value ? "true" : "false")
    case .integer(let value): out.append(String(value))
    case .number(let value): out.append(numberText(value))
    case .digits(let text): out.append(text)
    case .string(let text): out.append(quoted(text))
    case .array(let values):
      out.append("[")
      for (i, value) in values.enumerated() {
        if i > 0 { out.append(", ") }
        value.writeInline(to: &out)
      }
      out.append("]")
    case .object(let members):
      out.append("{")
      for (i, member) in members.enumerated() {
        if i > 0 { out.append(", ") }
        out.append(quoted(member.key) + ": ")
        member.value.writeInline(to: &out)
      }
      out.append("}")
    }
  }
}

private func numberText(_ value: Double) -> String {
  guard value.isFinite else { return "null" }
  if value == value.rounded() && abs(value) < 9e15 { return String(Int64(value)) }
  return "\(value)"
}

private func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out.append("\\\"")
    case "\\": out.append("\\\\")
    case "\n": out.append("\\n")
    case "\r": out.append("\\r")
    case "\t": out.append("\\t")
    case "\u{0}"..<" ":
      let hex = String(scalar.value, radix: 16)
      out.append("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}
