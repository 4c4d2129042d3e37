/// What a scenario field can hold: read from YAML, and written back in canonical form.
///
/// Reading what was written gives the same value: that is what makes the resolved scenario round-trip.
public protocol ScenarioValue: Equatable, Sendable {
  /// What a field's bounds compare: the value itself, its elements, or `Never` when there is no order.
  associatedtype Quantity: ScenarioValue, Comparable

  /// How values look, for pages, schemas and messages.
  static var kind: ValueKind { get }
  /// Reads a value, or reports what is wrong and returns nil.
  static func read(_ node: YAMLNode, _ context: inout ReadContext) -> Self?
  /// The canonical form.
  var written: Written { get }
  /// Calls the function with everything that bounds apply to.
  func visitQuantities(_ visit: (Quantity) -> Void)
}

extension ScenarioValue where Quantity == Self {
  /// Visits the value itself.
  public func visitQuantities(_ visit: (Self) -> Void) { visit(self) }
}

extension ScenarioValue where Quantity == Never {
  /// Visits nothing: the values have no order.
  public func visitQuantities(_ visit: (Never) -> Void) {}
}

/// A value that is one word or phrase of YAML, such as `45 min`.
///
/// A model makes its own by conforming a type and giving `parse`, `text` and `kind`.
public protocol ScalarValue: ScenarioValue {
  /// Reads the text of a scalar.
  static func parse(_ text: String) throws(ValueProblem) -> Self
  /// The canonical text.
  var text: String { get }
}

extension ScalarValue {
  /// Reads a scalar; reports anything else.
  public static func read(_ node: YAMLNode, _ context: inout ReadContext) -> Self? {
    guard let text = context.scalar(node) else { return nil }
    do {
      return try parse(text)
    } catch {
      context.report(error, at: node)
      return nil
    }
  }

  /// The canonical text as a scalar.
  public var written: Written { .scalar(text) }
}

/// What is wrong with the text of a value, as the end of a sentence whose subject is the field and its value.
public struct ValueProblem: Error, Sendable {
  /// `is not a time of day`.
  public var message: String
  /// How to write it, when the kind's own help does not say it better.
  public var help: String?

  /// Makes a problem.
  public init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }
}

/// How the values of a type look.
public struct ValueKind: Sendable {
  /// The name on pages and in the JSON Schema's definitions: `duration`.
  public var name: String
  /// How to write one: `a number with a unit (us, ms, s, min, h, d, w)`.
  public var hint: String
  /// A value as a user writes it.
  public var example: String
  /// A JSON Schema for the value as a JSON text.
  public var jsonSchema: String

  /// Makes a kind.
  public init(name: String, hint: String, example: String, jsonSchema: String) {
    self.name = name
    self.hint = hint
    self.example = example
    self.jsonSchema = jsonSchema
  }

  /// Text that follows a pattern.
  static func text(_ name: String, _ hint: String, example: String, pattern: String) -> ValueKind {
    let escaped = pattern.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return ValueKind(
      name: name, hint: hint, example: example, jsonSchema: "{\"type\": \"string\", \"pattern\": \"\(escaped)\"}")
  }
}

extension Never: ScenarioValue {
  /// Itself: there are no values.
  public typealias Quantity = Never
  /// Nothing can be written.
  public static var kind: ValueKind { ValueKind(name: "nothing", hint: "nothing", example: "", jsonSchema: "false") }
  /// Never reads anything.
  public static func read(_ node: YAMLNode, _ context: inout ReadContext) -> Never? { nil }
  /// There is no value to write.
  public var written: Written { .null }
  /// Visits nothing.
  public func visitQuantities(_ visit: (Never) -> Void) {}
}
