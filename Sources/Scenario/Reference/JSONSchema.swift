extension ScenarioSchema {
  /// A JSON Schema (draft 2020-12) with which editors complete and check scenario files.
  ///
  /// It knows names, shapes and the look of values; ranges and references are checked by `doorstep lint`.
  public func jsonSchema() -> String {
    var definitions = Definitions()
    let root = definitions.schema(of: self.root)
    let head = #""$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Doorstep scenario""#
    let include = #"{"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}"#
    let body = root.replacing(
      "\"properties\": {", with: "\"properties\": {\"include\": \(include), ", maxReplacements: 1)
    return JSONText.pretty("{\(head), \(body.dropFirst().dropLast()), \"$defs\": {\(definitions.text)}}")
  }
}

/// The definitions that fields of one kind share.
private struct Definitions {
  private var names: [String: String] = [:]
  private var taken: Set<String> = []
  private var entries: [String] = []

  var text: String { entries.joined(separator: ", ") }

  mutating func schema(of node: SchemaNode) -> String {
    switch node.content {
    case .field(let field): return schema(of: field)
    case .list(let element): return "{\"type\": \"array\", \"items\": \(schema(of: element))\(least(node, "minItems"))}"
    case .map(let element):
      let names =
        node.rule?.names.map { ", \"propertyNames\": {\"anyOf\": [\($0.kind.jsonSchema), \(Self.notes)]}" } ?? ""
      return "{\"type\": [\"object\", \"null\"], \"properties\": {\(Annotation.properties)}\(names), "
        + "\"additionalProperties\": \(schema(of: element))\(least(node, "minProperties"))}"
    case .object(let children, _): return object(children, node.rule)
    }
  }

  private static let notes = #"{"enum": ["source", "as_of", "note"]}"#

  private mutating func object(_ children: [(name: String, node: SchemaNode)], _ rule: SectionRule?) -> String {
    var members: [String] = []
    var required: [String] = []
    for child in children {
      members.append("\(JSONText.quoted(child.name)): \(schema(of: child.node))")
      if case .field(let field) = child.node.content, field.isRequired { required.append(JSONText.quoted(child.name)) }
    }
    members.append(Annotation.properties)
    let about = rule.map { "\"description\": \(JSONText.quoted($0.doc)), " } ?? ""
    // An included file may hold what is required, so that only whole sections can demand it.
    let demand =
      required.isEmpty ? "" : ", \"$comment\": \(JSONText.quoted("required: " + required.joined(separator: " ")))"
    return "{\(about)\"type\": [\"object\", \"null\"], \"properties\": {\(members.joined(separator: ", "))}, "
      + "\"additionalProperties\": false\(demand)}"
  }

  private func least(_ node: SchemaNode, _ keyword: String) -> String {
    guard let minimum = node.rule?.minimum, minimum > 0 else { return "" }
    return ", \"$comment\": \"at least \(minimum)\""
  }

  private mutating func schema(of field: FieldDeclaration) -> String {
    var about = field.doc
    if let limits = field.limits { about += " \(limits.prefix(1).uppercased() + limits.dropFirst())." }
    if let target = field.target { about += " A name in \(target)." }
    if field.isRequired { about += " Required." }
    var members = "\"$ref\": \"#/$defs/\(name(of: field.kind))\", \"description\": \(JSONText.quoted(about))"
    if let value = field.defaultWritten, value != .null { members += ", \"default\": \(JSONText.value(value))" }
    if field.deprecated != nil { members += ", \"deprecated\": true" }
    return "{\(members)}"
  }

  private mutating func name(of kind: ValueKind) -> String {
    let schema = Annotation.schema(around: kind.jsonSchema)
    if let name = names[schema] { return name }
    let base = kind.name.replacing(" ", with: "-")
    var name = base
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(base)-\(number)"
      number += 1
    }
    names[schema] = name
    entries.append("\(JSONText.quoted(name)): \(schema)")
    return name
  }
}

/// JSON as text.
enum JSONText {
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  static func value(_ written: Written) -> String {
    switch written {
    case .null: return "null"
    case .scalar(let text): return quoted(text)
    case .plain(let text):
      let isNumber = Double(text) != nil && !text.hasPrefix("+") && !text.hasPrefix(".")
      return text == "true" || text == "false" || isNumber ? text : quoted(text)
    case .list(let items): return "[" + items.map(value).joined(separator: ", ") + "]"
    case .map(let pairs):
      return "{" + pairs.map { "\(quoted($0.key)): \(value($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// Breaks JSON into lines; what fits on one line of 100 stays together.
  static func pretty(_ json: String) -> String {
    var parser = Pretty(bytes: Array(json.utf8))
    return parser.value(indent: 0) + "\n"
  }

  private struct Pretty {
    let bytes: [UInt8]
    var place = 0

    mutating func value(indent: Int) -> String {
      skipSpaces()
      switch bytes[place] {
      case UInt8(ascii: "{"): return container("{", "}", indent: indent)
      case UInt8(ascii: "["): return container("[", "]", indent: indent)
      case UInt8(ascii: "\""): return string()
      default: return word()
      }
    }

    private mutating func container(_ open: String, _ close: String, indent: Int) -> String {
      place += 1
      var items: [String] = []
      while true {
        skipSpaces()
        if bytes[place] == close.utf8.first { break }
        if bytes[place] == UInt8(ascii: ",") {
          place += 1
          continue
        }
        if open == "[" {
          items.append(value(indent: indent + 2))
        } else {
          skipSpaces()
          let key = string()
          skipSpaces()
          place += 1
          items.append(key + ": " + value(indent: indent + 2))
        }
      }
      place += 1
      let line = open + items.joined(separator: ", ") + close
      if !line.contains("\n"), line.utf8.count + indent <= 100 { return line }
      let inner = String(repeating: " ", count: indent + 2)
      return open + "\n" + items.map { inner + $0 }.joined(separator: ",\n") + "\n"
        + String(repeating: " ", count: indent) + close
    }

    private mutating func string() -> String {
      let start = place
      place += 1
      while bytes[place] != UInt8(ascii: "\"") { place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1 }
      place += 1
      return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func word() -> String {
      let start = place
      while place < bytes.count, !" ,]}\n".utf8.contains(bytes[place]) { place += 1 }
      return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func skipSpaces() {
      while bytes[place] == 0x20 || bytes[place] == 0x0A { place += 1 }
    }
  }
}
