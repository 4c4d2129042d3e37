import Foundation

/// A place in a JSON document: `cart`, `products[0].sku`, `products[?].sku`, where `?` is one of them by the session's draw.
public struct JSONPath: Sendable, Hashable {
  private enum Part: Sendable, Hashable {
    case member(String)
    case element(Int)
    case any
  }

  private let parts: [Part]

  /// Reads a path; nil when it is none.
  init?(_ text: String) {
    var parts: [Part] = []
    for piece in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = piece.split(separator: "[", omittingEmptySubsequences: false)
      if let name = pieces.first, !name.isEmpty {
        parts.append(.member(String(name)))
      } else if pieces.count < 2 {
        return nil
      }
      for index in pieces.dropFirst() {
        guard index.hasSuffix("]") else { return nil }
        let inner = index.dropLast()
        if inner == "?" {
          parts.append(.any)
        } else if let number = Int(inner), number >= 0 {
          parts.append(.element(number))
        } else {
          return nil
        }
      }
    }
    self.parts = parts
  }

  /// The text or number there; nil when there is none.
  ///
  /// - Parameter draw: Chooses one of so many.
  func find(in body: [UInt8], _ draw: (Int) -> Int) -> String? {
    guard var value = try? JSONSerialization.jsonObject(with: Data(body), options: .fragmentsAllowed) else {
      return nil
    }
    for part in parts {
      var next: Any?
      switch part {
      case .member(let name): next = (value as? [String: Any])?[name]
      case .element(let number):
        if let list = value as? [Any], number < list.count { next = list[number] }
      case .any:
        if let list = value as? [Any], !list.isEmpty { next = list[draw(list.count)] }
      }
      guard let next else { return nil }
      value = next
    }
    if let text = value as? String { return text }
    guard let number = value as? NSNumber else { return nil }
    // A truth value is a number to Foundation, told apart by the type it is kept in; JSON's own numbers are never so small.
    if String(cString: number.objCType) == "c" { return number.boolValue ? "true" : "false" }
    return number.stringValue
  }
}
