/// The fields of one department, in the order in which pages and the resolved scenario show them.
public struct FieldGroup: Sendable {
  /// The group's heading.
  public let name: String
  /// What the group is about: a sentence or a short paragraph.
  public let doc: String
  /// The sections with a rule or a text of their own.
  public let sections: [SectionRule]
  /// The fields.
  public let fields: [any AnyField]

  /// Makes a group.
  public init(_ name: String, _ doc: String, sections: [SectionRule] = [], fields: [any AnyField]) {
    self.name = name
    self.doc = doc
    self.sections = sections
    self.fields = fields
  }
}

/// What holds for a section as a whole: its meaning, how many entries it needs, what its names are.
///
/// Sections exist because fields stand in them; a rule is only needed for what differs from the usual.
public struct SectionRule: Sendable {
  /// The section: `warehouses{}`, `lanes[]`, or a plain `drop`.
  public let path: FieldPath
  /// What it means.
  public let doc: String
  /// The least number of entries of a map or list.
  public let minimum: Int
  /// Whether a plain section may be absent; then its required fields are only required when it is written.
  public let isOptional: Bool
  /// What the names of a map are, when they are not free.
  public let names: (any ScalarValue.Type)?

  /// Makes a rule.
  ///
  /// - Parameters:
  ///   - path: The section, ending in `{}` or `[]` for maps and lists.
  ///   - atLeast: The least number of entries of a map or list.
  ///   - optional: Whether a plain section may be absent as a whole.
  ///   - namedBy: The type of the names, such as `CountryCode.self`.
  ///   - doc: What it means.
  public init(
    _ path: String, atLeast minimum: Int = 0, optional: Bool = false, namedBy names: (any ScalarValue.Type)? = nil,
    _ doc: String
  ) {
    self.path = FieldPath(path)
    self.doc = doc
    self.minimum = minimum
    self.isOptional = optional
    self.names = names
  }
}
