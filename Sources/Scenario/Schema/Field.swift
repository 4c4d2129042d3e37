/// A scenario field, declared once by the department that owns it.
///
/// The parser, the range check, the reference page, the JSON Schema and `doorstep explain` come from the declaration.
/// Without `default:` the field is required; an optional one is a `Field<Value?>` with `default: nil`.
///
/// ```swift
/// static let clearanceTime = Field<SimDuration>(
///   "customs[].clearanceTime", default: .hours(4), in: .zero...(.days(10)), since: "0.3", source: "assumption",
///   "Working time a broker needs for a consignment without findings.")
/// ```
public struct Field<Value: ScenarioValue>: AnyField {
  /// Where the field stands.
  public let path: FieldPath
  /// What a field without a written value has; nil when it must be written.
  public let defaultValue: Value?
  /// The declaration without its type.
  public let declaration: FieldDeclaration

  /// Declares a field whose every value of the type is allowed.
  ///
  /// - Parameters:
  ///   - path: `warehouses{}.waves.every`: `{}` for maps keyed by the user's names, `[]` for lists.
  ///   - default: The value when nothing is written.
  ///   - target: The map whose names a ``Reference`` may take, such as `providers{}`.
  ///   - since: The version that brought the field.
  ///   - source: Where the default comes from: a citation, or `assumption`.
  ///   - deprecated: What to use instead; a scenario that writes the field gets a warning.
  ///   - where: A further check: returns what is wrong ("is not a power of two"), or nil.
  ///   - doc: One or two sentences for the reference page.
  public init(
    _ path: String, default: Value, to target: String? = nil, since: String, source: String? = nil,
    deprecated: String? = nil, where check: (@Sendable (Value) -> String?)? = nil, _ doc: String
  ) {
    self.init(path, `default`, nil, target, since, source, deprecated, check, doc)
  }

  /// Declares a field with bounds on both sides.
  public init(
    _ path: String, default: Value, in range: ClosedRange<Value.Quantity>, since: String, source: String? = nil,
    deprecated: String? = nil, where check: (@Sendable (Value) -> String?)? = nil, _ doc: String
  ) {
    self.init(path, `default`, Limits(range), nil, since, source, deprecated, check, doc)
  }

  /// Declares a field with an upper bound that is not itself allowed.
  public init(
    _ path: String, default: Value, in range: Range<Value.Quantity>, since: String, source: String? = nil,
    deprecated: String? = nil, where check: (@Sendable (Value) -> String?)? = nil, _ doc: String
  ) {
    self.init(path, `default`, Limits(range), nil, since, source, deprecated, check, doc)
  }

  /// Declares a field with a lower bound.
  public init(
    _ path: String, default: Value, in range: PartialRangeFrom<Value.Quantity>, since: String,
    source: String? = nil, deprecated: String? = nil, where check: (@Sendable (Value) -> String?)? = nil,
    _ doc: String
  ) {
    self.init(path, `default`, Limits(range), nil, since, source, deprecated, check, doc)
  }

  /// Declares a required field whose every value of the type is allowed.
  public init(
    _ path: String, to target: String? = nil, since: String, deprecated: String? = nil,
    where check: (@Sendable (Value) -> String?)? = nil, _ doc: String
  ) {
    self.init(path, nil, nil, target, since, nil, deprecated, check, doc)
  }

  /// Declares a required field with bounds on both sides.
  public init(
    _ path: String, in range: ClosedRange<Value.Quantity>, since: String, deprecated: String? = nil,
    where check: (@Sendable (Value) -> String?)? = nil, _ doc: String
  ) {
    self.init(path, nil, Limits(range), nil, since, nil, deprecated, check, doc)
  }

  /// Declares a required field with an upper bound that is not itself allowed.
  public init(
    _ path: String, in range: Range<Value.Quantity>, since: String, deprecated: String? = nil,
    where check: (@Sendable (Value) -> String?)? = nil, _ doc: String
  ) {
    self.init(path, nil, Limits(range), nil, since, nil, deprecated, check, doc)
  }

  /// Declares a required field with a lower bound.
  public init(
    _ path: String, in range: PartialRangeFrom<Value.Quantity>, since: String, deprecated: String? = nil,
    where check: (@Sendable (Value) -> String?)? = nil, _ doc: String
  ) {
    self.init(path, nil, Limits(range), nil, since, nil, deprecated, check, doc)
  }

  private init(
    _ path: String, _ defaultValue: Value?, _ limits: Limits<Value.Quantity>?, _ target: String?, _ since: String,
    _ source: String?, _ deprecated: String?, _ check: (@Sendable (Value) -> String?)?, _ doc: String
  ) {
    self.path = FieldPath(path)
    self.defaultValue = defaultValue
    let problem: @Sendable (Value) -> String? = { value in
      var found: String?
      if let limits { value.visitQuantities { if found == nil { found = limits.problem(of: $0) } } }
      return found ?? check?(value)
    }
    let bounds: (any Sendable)? = limits
    if let defaultValue, let found = problem(defaultValue) { preconditionFailure("the default of \(path) \(found)") }
    declaration = FieldDeclaration(
      path: self.path, kind: Value.kind, doc: doc, since: since, source: source, deprecated: deprecated,
      defaultWritten: defaultValue?.written, limits: limits?.text, target: target.map { FieldPath($0) },
      name: self.path.leaf,
      help: Self.help(self.path.leaf, defaultValue?.written, limits?.text, target, doc),
      isValid: { node, context in
        context.limits = bounds
        guard let value = Value.read(node, &context) else { return false }
        guard let found = problem(value) else { return true }
        context.error(at: node, "\(context.subject) \"\(node.snippet)\" \(found)", help: context.help)
        return false
      },
      write: { node, context in Value.read(node, &context)?.written })
  }
}

extension Field {
  private static func help(
    _ name: String, _ value: Written?, _ limits: String?, _ target: String?, _ doc: String
  ) -> String {
    let isTelling = value != nil && ![.null, .list([]), .map([]), .scalar("")].contains(value)
    // An example of any text says nothing; what the text is for does.
    let isText = Value.self == String.self || Value.self == String?.self || Value.self == [String].self
    if !isTelling, isText {
      return "write \(doc.prefix(1).lowercased())\(doc.dropFirst().prefix { $0 != "." })"
    }
    let example = isTelling ? value!.line : Value.kind.example
    return "write \(Value.kind.hint)\(target.map { " in \($0)" } ?? ""), " + (limits.map { "\($0), " } ?? "")
      + "for example \(name): \(example)"
  }
}

/// A field of any type: what lists of fields hold.
public protocol AnyField: Sendable {
  /// The declaration without its type.
  var declaration: FieldDeclaration { get }
}

/// What a field declares, without the type of its value.
public struct FieldDeclaration: Sendable {
  /// Where the field stands.
  public let path: FieldPath
  /// What its values look like.
  public let kind: ValueKind
  /// What it means.
  public let doc: String
  /// The version that brought it.
  public let since: String
  /// Where the default comes from: a citation, or `assumption`.
  public let source: String?
  /// What to use instead, when the field is on its way out.
  public let deprecated: String?
  /// The default in canonical form; nil when the field is required.
  public let defaultWritten: Written?
  /// The bounds in words, when there are any.
  public let limits: String?
  /// The map whose names the field's references take.
  public let target: FieldPath?

  /// The last name of the path: what stands before the value.
  public let name: String
  /// How to write the field: `write a number with a unit, 1 min to 1 d, for example every: 1 h`.
  public let help: String

  let isValid: @Sendable (YAMLNode, inout ReadContext) -> Bool
  let write: @Sendable (YAMLNode, inout ReadContext) -> Written?

  /// Whether a scenario must write the field.
  public var isRequired: Bool { defaultWritten == nil }
}
