/// A text with places for a session's values: `/products/{sku}?country={country}`.
public struct Template: Sendable, Hashable {
  /// Where a value goes, and how it is written there.
  enum Place: Sendable {
    case path
    case header
    case body
  }

  private enum Part: Sendable, Hashable {
    case text(String)
    case value(Int)
  }

  private let parts: [Part]

  /// Reads a text; `{name}` is a place where the table knows the name, and text where it does not.
  init(_ text: String, _ slot: (String) -> Int?) {
    var parts: [Part] = []
    var plain = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      let inner = rest[rest.index(after: open)...]
      guard let close = inner.firstIndex(of: "}"), let slot = slot(String(inner[..<close])) else {
        plain += rest[...open]
        rest = inner
        continue
      }
      plain += rest[..<open]
      if !plain.isEmpty { parts.append(.text(plain)) }
      plain = ""
      parts.append(.value(slot))
      rest = inner[inner.index(after: close)...]
    }
    plain += rest
    if !plain.isEmpty { parts.append(.text(plain)) }
    self.parts = parts
  }

  /// The slots it needs.
  var slots: [Int] { parts.compactMap { if case .value(let slot) = $0 { slot } else { nil } } }

  /// The text with the values of a session; a value that is not there yet is written as its slot.
  func text(_ values: [String?], _ place: Place) -> String {
    parts.reduce(into: "") { text, part in
      switch part {
      case .text(let plain): text += plain
      case .value(let slot): text += values[slot].map { Self.escaped($0, place) } ?? "{\(slot)}"
      }
    }
  }

  /// A value from outside may not end the line, the path or the text it stands in.
  private static func escaped(_ value: String, _ place: Place) -> String {
    var out = ""
    for byte in value.utf8 {
      switch place {
      case .path:
        if isUnreserved(byte) { out.unicodeScalars.append(Unicode.Scalar(byte)) } else { out += "%" + hex(byte) }
      case .header:
        if byte >= 0x20, byte < 0x7F { out.unicodeScalars.append(Unicode.Scalar(byte)) }
      case .body: return escapedForJSON(value)
      }
    }
    return out
  }

  private static func escapedForJSON(_ value: String) -> String {
    value.unicodeScalars.reduce(into: "") { out, scalar in
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case _ where scalar.value < 0x20: out += "\\u00" + hex(UInt8(scalar.value))
      default: out.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 45, 46, 95, 126: true
    default: false
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16, uppercase: true)
    return text.count == 1 ? "0" + text : text
  }
}
