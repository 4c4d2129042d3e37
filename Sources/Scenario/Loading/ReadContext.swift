/// What a value needs to know while it is read, and where it reports what is wrong.
public struct ReadContext {
  /// The name of the field that is read, for messages.
  public internal(set) var subject = "value"
  /// How to write the value, for messages.
  public var help: String? {
    switch advice {
    case .text(let text): return text
    case .key(let type): return "write \(type.kind.hint), for example \(type.kind.example)"
    case .kind(let type, let key): return "write \(type.kind.hint), for example \(key): \(type.kind.example)"
    }
  }
  /// What was found so far.
  public internal(set) var diagnostics = Diagnostics()

  /// Help is only put together when something is wrong.
  enum Advice {
    case text(String?)
    case kind(any ScenarioValue.Type, String)
    case key(any ScenarioValue.Type)
  }

  var advice = Advice.text(nil)
  /// The `Limits` of the field that is read, when it has any.
  var limits: (any Sendable)?
  let files: SourceFiles
  /// The names a reference may take; nil when they are not checked.
  var names: ReferenceNames?

  init(files: SourceFiles) { self.files = files }

  /// Reports an error at a node.
  public mutating func error(at node: YAMLNode, _ message: String, help: String? = nil) {
    diagnostics.error(at: files.mark(node.place), message, help: help)
  }

  /// Reports a warning at a node.
  public mutating func warning(at node: YAMLNode, _ message: String, help: String? = nil) {
    diagnostics.warning(at: files.mark(node.place), message, help: help)
  }

  /// Reports an element of a list or map that lies outside the field's bounds; true when it lies inside.
  mutating func isInside<Value: ScenarioValue>(_ value: Value, at node: YAMLNode) -> Bool {
    guard let limits = limits as? Limits<Value.Quantity> else { return true }
    var found: String?
    value.visitQuantities { if found == nil { found = limits.problem(of: $0) } }
    if let found { report(ValueProblem(found), at: node) }
    return found == nil
  }

  /// Reports what is wrong with the text of a scalar.
  mutating func report(_ problem: ValueProblem, at node: YAMLNode) {
    error(at: node, "\(subject) \"\(node.snippet)\" \(problem.message)", help: problem.help ?? help)
  }

  /// The text of a scalar, or nil and a report when the node is something else or empty.
  public mutating func scalar(_ node: YAMLNode) -> String? {
    if node.isNull {
      error(at: node, "\(subject) has no value", help: help)
      return nil
    }
    if case .scalar(let text, _) = node.content { return text }
    error(at: node, "\(subject) \"\(node.snippet)\" is not one value", help: help)
    return nil
  }
}
