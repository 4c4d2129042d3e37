import Foundation

/// Holds a document against a JSON Schema: the keywords that this project's schemas use.
struct JSONSchema {
  private let root: [String: Any]

  init(_ data: Data) throws {
    guard let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw CocoaError(.coderInvalidValue)
    }
    self.root = root
  }

  /// What does not hold, each with its place; empty where all does.
  func problems(of document: Any) -> [String] { problems(document, root, "") }

  private func problems(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    if let name = (schema["$ref"] as? String)?.split(separator: "/").last,
      let target = (root["$defs"] as? [String: Any])?[String(name)] as? [String: Any]
    {
      return problems(value, target, place)
    }
    if let choices = schema["anyOf"] as? [[String: Any]] {
      return choices.contains { problems(value, $0, place).isEmpty } ? [] : ["\(place): none of \(choices.count) forms"]
    }
    var found: [String] = []
    if let constant = schema["const"] as? Int, value as? Int != constant { found.append("\(place): not \(constant)") }
    if let type = schema["type"] as? String, !Self.isOfType(value, type) { return ["\(place): no \(type)"] }
    if let pattern = schema["pattern"] as? String, let text = value as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      found.append("\(place): \(text) is not as \(pattern)")
    }
    if let object = value as? [String: Any] {
      let known = schema["properties"] as? [String: [String: Any]] ?? [:]
      for name in schema["required"] as? [String] ?? [] where object[name] == nil {
        found.append("\(place): no \(name)")
      }
      for (name, member) in object {
        guard let own = known[name] else {
          found.append("\(place): \(name) is not in the schema")
          continue
        }
        found += problems(member, own, "\(place)/\(name)")
      }
    }
    if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
      for (number, item) in list.enumerated() { found += problems(item, items, "\(place)/\(number)") }
    }
    return found
  }

  private static func isOfType(_ value: Any, _ type: String) -> Bool {
    let number = (value as? NSNumber).map { String(cString: $0.objCType) }
    return switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "boolean": number == "c"
    case "integer": number != nil && number != "c" && value as? Int != nil
    case "number": number != nil && number != "c"
    case "null": value is NSNull
    default: false
    }
  }
}
