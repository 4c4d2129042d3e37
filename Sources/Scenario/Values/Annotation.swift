public import Kernel

/// The notes that any map may carry: where a number comes from, and as of when.
enum Annotation {
  static let names = ["source", "as_of", "note"]
  static let keys = Set(names)
  /// The key of the value in the annotated form `{ value: 30, source: assumption }`.
  static let valueKey = "value"

  /// The notes as members of a JSON Schema's `properties`.
  static let properties =
    #""source": {"type": "string"}, "as_of": {"type": "string"}, "note": {"type": "string"}"#

  /// A JSON Schema that takes the value plain or annotated.
  static func schema(around value: String) -> String {
    "{\"anyOf\": [\(value), {\"type\": \"object\", \"required\": [\"value\"], \"additionalProperties\": false, "
      + "\"properties\": {\"value\": \(value), \(properties)}}]}"
  }
}

/// Where a number comes from, as the scenario says it.
public struct SourceNote: Hashable, Sendable {
  /// A citation, or `assumption`.
  public var source: String?
  /// As of when.
  public var asOf: LocalDate?
  /// Anything else.
  public var note: String?

  /// Whether the source says that the number is an assumption.
  public var isAssumption: Bool { source?.lowercased().hasPrefix("assumption") ?? false }

  /// The notes of a map; nil when it has none.
  init?(_ node: YAMLNode) {
    var found = false
    for entry in node.entries {
      guard case .scalar(let text, _) = entry.value.content else { continue }
      switch entry.key {
      case "source": source = text
      case "as_of": asOf = LocalDate(text)
      case "note": note = text
      default: continue
      }
      found = true
    }
    if !found { return nil }
  }

  /// The notes as entries of a map.
  var written: [Written.Pair] {
    var pairs: [Written.Pair] = []
    if let source { pairs.append(Written.Pair("source", .scalar(source))) }
    if let asOf { pairs.append(Written.Pair("as_of", .plain(asOf.description))) }
    if let note { pairs.append(Written.Pair("note", .scalar(note))) }
    return pairs
  }
}

extension YAMLNode {
  /// The node inside the annotated form, or the node itself.
  var unwrapped: YAMLNode {
    guard case .map(let entries) = content, let value = entries.first(where: { $0.key == Annotation.valueKey })
    else { return self }
    return value.value
  }
}

extension ReadContext {
  /// The node inside the annotated form, or the node itself; reports what is wrong with the notes.
  public mutating func value(of node: YAMLNode) -> YAMLNode {
    guard case .map(let entries) = node.content else { return node }
    checkAnnotations(entries)
    guard let value = entries.first(where: { $0.key == Annotation.valueKey }) else { return node }
    for entry in entries where entry.key != Annotation.valueKey && !Annotation.keys.contains(entry.key) {
      unknown(entry, among: Annotation.names)
    }
    return value.value
  }

  /// Reports notes that are not texts, and dates that are none.
  mutating func checkAnnotations(_ entries: [YAMLNode.Entry]) {
    for entry in entries where Annotation.keys.contains(entry.key) {
      guard case .scalar(let text, _) = entry.value.content, !entry.value.isNull else {
        error(at: entry.value, "\(entry.key) \"\(entry.value.snippet)\" is not a text", help: Self.noteHelp)
        continue
      }
      if entry.key == "as_of", LocalDate(text) == nil {
        error(at: entry.value, "as_of \"\(text)\" is not a date of the calendar", help: "write a date as YYYY-MM-DD")
      }
    }
  }

  /// Reports a key that nobody knows.
  mutating func unknown(_ entry: YAMLNode.Entry, among names: [String], help: String? = nil) {
    let suggestion = NearestName.suggestion(for: entry.key, in: names)
    let known = names.isEmpty || !suggestion.isEmpty ? nil : "the fields here are " + names.joined(separator: ", ")
    diagnostics.error(
      at: files.mark(entry.place), "unknown field \"\(entry.key.prefix(80))\"\(suggestion)", help: help ?? known)
  }

  private static let noteHelp = "write source: a citation or \"assumption\""
}
