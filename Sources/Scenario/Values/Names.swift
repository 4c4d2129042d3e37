extension String: ScalarValue {
  /// Texts have no bounds.
  public typealias Quantity = Never
  /// Any text.
  public static var kind: ValueKind {
    ValueKind(
      name: "text", hint: "text", example: "summer-tee",
      jsonSchema: #"{"type": ["string", "number", "boolean"]}"#)
  }
  /// Takes the text as it stands.
  public static func parse(_ text: String) throws(ValueProblem) -> String { text }
  /// Itself.
  public var text: String { self }
}

/// An enumeration whose names users write.
///
/// ```swift
/// enum ShiftEnd: String, Choice { case finish, preemptResume }
/// ```
public protocol Choice: ScalarValue, CaseIterable, RawRepresentable where RawValue == String, Quantity == Never {}

extension Choice {
  /// One of the names.
  public static var kind: ValueKind {
    let names = allCases.map(\.rawValue)
    return ValueKind(
      name: "choice", hint: "one of " + names.joined(separator: ", "), example: names.first ?? "",
      jsonSchema: "{\"enum\": [\(names.map { "\"\($0)\"" }.joined(separator: ", "))]}")
  }
  /// Reads one of the names.
  public static func parse(_ text: String) throws(ValueProblem) -> Self {
    if let value = Self(rawValue: text) { return value }
    let suggestion = NearestName.suggestion(for: text, in: allCases.map(\.rawValue))
    throw ValueProblem("is not one of the choices\(suggestion)")
  }
  /// The name.
  public var text: String { rawValue }
}

/// The name of an entry in another map of the scenario; the field's `to:` says which.
public struct Reference: Hashable, Sendable {
  /// The entry's name.
  public let name: String
  /// Refers to an entry.
  public init(_ name: String) { self.name = name }
}

extension Reference: ScalarValue, Comparable {
  /// Names have no bounds.
  public typealias Quantity = Never
  /// A name.
  public static let kind = ValueKind(
    name: "reference", hint: "the name of an entry", example: "west", jsonSchema: #"{"type": "string"}"#)
  /// Takes any name; whether the entry exists is checked when a scenario is loaded.
  public static func parse(_ text: String) throws(ValueProblem) -> Reference { Reference(text) }
  /// Reads a name and checks that the entry exists.
  public static func read(_ node: YAMLNode, _ context: inout ReadContext) -> Reference? {
    guard let text = context.scalar(node) else { return nil }
    if let names = context.names, !names.set.contains(text) {
      let suggestion = NearestName.suggestion(for: text, in: names.sorted)
      let help = names.sorted.isEmpty ? "\(names.target) has no entries" : "\(names.target) has \(names.summary)"
      context.error(
        at: node, "\(context.subject) \"\(node.snippet)\" is not in \(names.target)\(suggestion)", help: help)
      return nil
    }
    return Reference(text)
  }
  /// The name.
  public var text: String { name }
  /// Orders by name.
  public static func < (a: Reference, b: Reference) -> Bool { a.name < b.name }
}

/// The names a reference may take.
struct ReferenceNames: Sendable {
  var target: FieldPath
  var set: Set<String>
  var sorted: [String]

  init(target: FieldPath, _ names: [String]) {
    self.target = target
    set = Set(names)
    sorted = set.sorted()
  }

  /// What a user may write; nil when there is nothing.
  var choice: String? { sorted.isEmpty ? nil : "write a name in \(target): \(summary)" }

  /// The first few names.
  var summary: String {
    let shown = sorted.prefix(8).joined(separator: ", ")
    return sorted.count > 8 ? "\(shown) and \(sorted.count - 8) more" : shown
  }
}
