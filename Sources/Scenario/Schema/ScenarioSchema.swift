/// All fields a scenario, or another kind of file, may have: the groups of all departments as one tree.
public struct ScenarioSchema: Sendable {
  /// The groups in their order.
  public let groups: [FieldGroup]
  /// What messages call a file with these fields.
  let subject: String
  let root: SchemaNode
  let rules: [FieldPath: SectionRule]

  /// Joins groups into a schema; two fields of one path, or a field that is also a section, are mistakes of ours.
  public init(_ groups: [FieldGroup], of subject: String = "scenario") {
    self.groups = groups
    self.subject = subject
    let declarations = groups.flatMap { $0.fields.map(\.declaration) }
    var rules: [FieldPath: SectionRule] = [:]
    for rule in groups.flatMap(\.sections) {
      precondition(rules.updateValue(rule, forKey: rule.path) == nil, "two rules for \(rule.path)")
    }
    self.rules = rules
    root = SchemaNode.make(FieldPath(steps: []), declarations, rules)
    for declaration in declarations {
      guard let target = declaration.target else { continue }
      precondition(root.find(target.steps[...]) != nil, "\(declaration.path) refers to \(target), which does not exist")
    }
    for rule in rules.values {
      precondition(root.find(rule.path.steps[...]) != nil, "a rule for \(rule.path), which has no fields")
    }
  }

  /// The declarations in their order.
  public var fields: [FieldDeclaration] { groups.flatMap { $0.fields.map(\.declaration) } }
}

/// A node of the schema's tree.
struct SchemaNode: Sendable {
  indirect enum Content: Sendable {
    case field(FieldDeclaration)
    case object(children: [(name: String, node: SchemaNode)], index: [String: Int])
    case map(SchemaNode)
    case list(SchemaNode)
  }

  let path: FieldPath
  let content: Content
  let rule: SectionRule?

  static func make(
    _ path: FieldPath, _ declarations: [FieldDeclaration], _ rules: [FieldPath: SectionRule]
  ) -> SchemaNode {
    let depth = path.steps.count
    if let leaf = declarations.first(where: { $0.path.steps.count == depth }) {
      precondition(declarations.count == 1, "\(leaf.path) is declared twice, or is a field and a section")
      return SchemaNode(path: path, content: .field(leaf), rule: nil)
    }
    guard !declarations.isEmpty else {
      return SchemaNode(path: path, content: .object(children: [], index: [:]), rule: nil)
    }
    let step = declarations[0].path.steps[depth]
    if case .name = step { return makeObject(path, declarations, rules) }
    precondition(
      declarations.allSatisfy { $0.path.steps[depth] == step }, "\(path) is a map or list and something else")
    let below = FieldPath(steps: path.steps + [step])
    let element = make(below, declarations, rules)
    if step == .anyElement {
      guard case .object = element.content else {
        preconditionFailure("an element of \(below) has no fields of its own")
      }
    }
    return SchemaNode(
      path: below, content: step == .anyName ? .map(element) : .list(element), rule: rules[below])
  }

  private static func makeObject(
    _ path: FieldPath, _ declarations: [FieldDeclaration], _ rules: [FieldPath: SectionRule]
  ) -> SchemaNode {
    var names: [String] = []
    var members: [String: [FieldDeclaration]] = [:]
    for declaration in declarations {
      guard case .name(let name) = declaration.path.steps[path.steps.count] else {
        preconditionFailure("\(path) is a section and a map or list")
      }
      precondition(!Annotation.keys.contains(name) && name != "include", "\(declaration.path) takes a reserved name")
      if members[name] == nil { names.append(name) }
      members[name, default: []].append(declaration)
    }
    let children = names.map { name in
      (name: name, node: make(FieldPath(steps: path.steps + [.name(name)]), members[name]!, rules))
    }
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    return SchemaNode(path: path, content: .object(children: children, index: index), rule: rules[path])
  }

  /// The node at a path below this one; a map's own path ends in `{}`.
  func find(_ steps: ArraySlice<FieldPath.Step>) -> SchemaNode? {
    guard let step = steps.first else { return self }
    switch (content, step) {
    case (.object(let children, let index), .name(let name)):
      return index[name].flatMap { children[$0].node.find(steps.dropFirst()) }
    case (.map(let element), .anyName), (.list(let element), .anyElement):
      return steps.count == 1 ? self : element.find(steps.dropFirst())
    default: return nil
    }
  }
}
