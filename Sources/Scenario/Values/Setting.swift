/// A value for any field, kept as its text: what a study sets in a scenario.
///
/// Whether the text suits the field is known only when the scenario is read with it.
public struct Setting: Hashable, Sendable {
  /// The value on one line of YAML: `2 kg`, `[0.2, 0.8]`, `{ min: 6 h, p95: 44 h }`.
  public let text: String
  /// Where it stands.
  public let mark: Mark

  /// A value that stands nowhere.
  public init(_ text: String) { self.init(text: text, mark: Mark(file: text)) }

  private init(text: String, mark: Mark) {
    self.text = text
    self.mark = mark
  }

  /// Whether two texts are the same, wherever they stand.
  public static func == (a: Setting, b: Setting) -> Bool { a.text == b.text }

  /// Hashes the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Setting: ScenarioValue {
  /// Values of any kind have no bounds.
  public typealias Quantity = Never
  /// Anything.
  public static let kind = ValueKind(
    name: "value", hint: "a value as the field takes it, with its unit", example: "45 min", jsonSchema: "{}")

  /// Reads anything that has an end.
  public static func read(_ node: YAMLNode, _ context: inout ReadContext) -> Setting? {
    let text = line(node)
    if text.utf8.count > 10_000 {
      context.error(
        at: node, "\(context.subject) is longer than 10,000 characters", help: "keep large values in a scenario file")
      return nil
    }
    return Setting(text: text, mark: context.files.mark(node.place))
  }

  /// The value as it is written.
  public var written: Written { .plain(text) }

  /// The node on one line.
  private static func line(_ node: YAMLNode) -> String {
    switch node.content {
    case .list(let elements): return "[" + elements.map(line).joined(separator: ", ") + "]"
    case .map(let entries):
      if entries.isEmpty { return "{}" }
      return "{ " + entries.map { "\(plain($0.key)): \(line($0.value))" }.joined(separator: ", ") + " }"
    case .scalar(let text, let isQuoted):
      if node.isNull { return "null" }
      return isQuoted ? Quoting.scalar(text) : plain(text)
    }
  }

  /// A text that was plain: quoted only where a comma or a bracket around it would change it.
  private static func plain(_ text: String) -> String {
    let special = text.unicodeScalars.contains {
      !$0.isASCII || $0.value < 0x20 || ",[]{}#&*!|>'\"@`".unicodeScalars.contains($0)
    }
    let isRead = !special && !text.isEmpty && !text.contains(": ") && text.last != ":"
    return isRead && !["---", "..."].contains(text.prefix(3)) ? text : Quoting.quoted(text)
  }
}
