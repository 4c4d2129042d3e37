extension Optional: ScenarioValue where Wrapped: ScenarioValue {
  /// What bounds of the value compare.
  public typealias Quantity = Wrapped.Quantity
  /// The value's kind.
  public static var kind: ValueKind {
    var kind = Wrapped.kind
    kind.name = "optional \(kind.name)"
    kind.jsonSchema = "{\"anyOf\": [\(kind.jsonSchema), {\"type\": \"null\"}]}"
    return kind
  }
  /// Reads a value, or `null`.
  public static func read(_ node: YAMLNode, _ context: inout ReadContext) -> Wrapped?? {
    if node.isNull { return .some(nil) }
    return Wrapped.read(node, &context).map { .some($0) }
  }
  /// The value's form, or `null`.
  public var written: Written { self?.written ?? .null }
  /// Visits the value when there is one.
  public func visitQuantities(_ visit: (Quantity) -> Void) { self?.visitQuantities(visit) }
}

extension Array: ScenarioValue where Element: ScenarioValue {
  /// What bounds of the elements compare.
  public typealias Quantity = Element.Quantity
  /// A list of the element's kind.
  public static var kind: ValueKind {
    let kind = Element.kind
    return ValueKind(
      name: "list of \(kind.name)", hint: "a list, each \(kind.hint)", example: "[\(kind.example)]",
      jsonSchema:
        "{\"anyOf\": [{\"type\": \"array\", \"items\": \(Annotation.schema(around: kind.jsonSchema))}, "
        + "\(kind.jsonSchema)]}")
  }
  /// Reads a list, or one value alone.
  public static func read(_ node: YAMLNode, _ context: inout ReadContext) -> [Element]? {
    guard case .list(let nodes) = node.content else {
      return Element.read(node, &context).map { [$0] }
    }
    var values: [Element] = []
    values.reserveCapacity(nodes.count)
    for node in nodes {
      guard let value = Element.read(context.value(of: node), &context) else { continue }
      if context.isInside(value, at: node) { values.append(value) }
    }
    return values.count == nodes.count ? values : nil
  }
  /// The elements' forms in their order.
  public var written: Written { .list(map(\.written)) }
  /// Visits what the elements visit.
  public func visitQuantities(_ visit: (Quantity) -> Void) { for element in self { element.visitQuantities(visit) } }
}

/// A map of plain values by key, sorted by the key's text.
public struct Keyed<Key: ScalarValue & Hashable, Value: ScenarioValue>: Sendable, Equatable {
  /// One entry.
  public struct Entry: Sendable, Equatable {
    /// The key.
    public let key: Key
    /// The value.
    public let value: Value
  }

  /// The entries, sorted by the key's text.
  public let entries: [Entry]

  /// Makes a map; keys must differ.
  public init(_ pairs: some Sequence<(Key, Value)>) {
    entries = pairs.map { Entry(key: $0.0, value: $0.1) }.sorted { $0.key.text < $1.key.text }
    precondition(zip(entries, entries.dropFirst()).allSatisfy { $0.key != $1.key }, "a key appears twice")
  }

  /// The value of a key; nil when there is none.
  public subscript(key: Key) -> Value? { entries.first { $0.key == key }?.value }
  /// The keys, sorted by their text.
  public var keys: [Key] { entries.map(\.key) }
  /// Whether there are no entries.
  public var isEmpty: Bool { entries.isEmpty }
}

extension Keyed: ExpressibleByDictionaryLiteral {
  /// Makes a map from a literal.
  public init(dictionaryLiteral pairs: (Key, Value)...) { self.init(pairs) }
}

extension Keyed: ScenarioValue {
  /// What bounds of the values compare.
  public typealias Quantity = Value.Quantity
  /// A map of the value's kind.
  public static var kind: ValueKind {
    ValueKind(
      name: "map of \(Value.kind.name) by \(Key.kind.name)",
      hint: "a map: the key \(Key.kind.hint), the value \(Value.kind.hint)",
      example: "{ \(Key.kind.example): \(Value.kind.example) }",
      jsonSchema:
        "{\"type\": \"object\", \"properties\": {\(Annotation.properties)}, "
        + "\"additionalProperties\": \(Annotation.schema(around: Value.kind.jsonSchema))}")
  }
  /// Reads a map.
  public static func read(_ node: YAMLNode, _ context: inout ReadContext) -> Keyed? {
    guard case .map(let nodes) = node.content else {
      if node.isNull { return Keyed([]) }
      context.report(ValueProblem("is not a map"), at: node)
      return nil
    }
    let (subject, advice) = (context.subject, context.advice)
    var pairs: [(Key, Value)] = []
    var isSound = true
    for entry in nodes where !Annotation.keys.contains(entry.key) {
      let keyNode = YAMLNode(content: .scalar(entry.key, isQuoted: true), place: entry.place)
      context.advice = .key(Key.self)
      context.subject = "\(subject) key"
      let key = Key.read(keyNode, &context)
      context.subject = subject
      context.advice = .kind(Value.self, entry.key)
      let value = Value.read(context.value(of: entry.value), &context)
      if let key, let value, context.isInside(value, at: entry.value) {
        pairs.append((key, value))
      } else {
        isSound = false
      }
    }
    context.advice = advice
    guard isSound else { return nil }
    if Set(pairs.map(\.0)).count != pairs.count {
      context.error(at: node, "\(context.subject) has a key twice")
      return nil
    }
    return Keyed(pairs)
  }
  /// The entries' forms, sorted by key.
  public var written: Written { .map(entries.map { Written.Pair($0.key.text, $0.value.written) }) }
  /// Visits what the values visit.
  public func visitQuantities(_ visit: (Quantity) -> Void) {
    for entry in entries { entry.value.visitQuantities(visit) }
  }
}
