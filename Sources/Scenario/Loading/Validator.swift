/// Holds a scenario against its schema and reports everything that does not fit.
struct Validator {
  var context: ReadContext
  private let schema: ScenarioSchema
  /// The sections around the place that is checked, outermost first.
  private var frames: [Frame] = []
  /// Bounded values that are wrong and have a default: what else is written can be judged without them.
  private var dispensable = Set<Place>()
  private var dispensableErrors = 0
  private lazy var owners: [String: FieldPath] = Self.owners(schema)

  private struct Frame {
    var path: FieldPath
    var node: YAMLNode
    var names: [FieldPath: ReferenceNames] = [:]
  }

  init(_ schema: ScenarioSchema, _ files: SourceFiles) {
    self.schema = schema
    context = ReadContext(files: files)
  }

  /// Checks a whole scenario.
  mutating func check(_ root: YAMLNode) {
    visit(root, schema.root, named: "the \(schema.subject)", at: Place(file: 0, line: 1, column: 1))
  }

  /// The tree with defaults in place of the values that are wrong, when only values that nothing else refers to are; nil otherwise.
  func rest(of root: YAMLNode) -> YAMLNode? {
    guard dispensableErrors > 0, context.diagnostics.errorCount == dispensableErrors else { return nil }
    return rest(of: root, schema.root)
  }

  private func rest(of node: YAMLNode, _ schema: SchemaNode) -> YAMLNode {
    var result = node
    switch (schema.content, node.content) {
    case (.object, .map(let entries)), (.map, .map(let entries)):
      result.content = .map(
        entries.map { entry in
          guard let child = schema.child(entry.key), !Annotation.keys.contains(entry.key) else { return entry }
          var entry = entry
          entry.value = rest(of: entry.value, child)
          return entry
        })
    case (.list(let element), .list(let elements)):
      result.content = .list(elements.map { rest(of: $0, element) })
    case (.field(let field), _):
      guard dispensable.contains(node.place), let value = field.defaultWritten else { return node }
      return Self.node(value, at: node.place)
    default: break
    }
    return result
  }

  /// A value in canonical form as it is read from a text.
  private static func node(_ value: Written, at place: Place) -> YAMLNode {
    let content: YAMLNode.Content =
      switch value {
      case .null: .scalar("null", isQuoted: false)
      case .scalar(let text): .scalar(text, isQuoted: true)
      case .plain(let text): .scalar(text, isQuoted: false)
      case .list(let items): .list(items.map { node($0, at: place) })
      case .map(let pairs):
        .map(pairs.map { YAMLNode.Entry(key: $0.key, value: node($0.value, at: place), place: place) })
      }
    return YAMLNode(content: content, place: place)
  }

  private mutating func visit(_ node: YAMLNode, _ schema: SchemaNode, named name: String, at place: Place) {
    switch schema.content {
    case .field(let field): check(node, field)
    case .object(let children, let index): visitObject(node, schema, children, index, named: name, at: place)
    case .map(let element): visitMap(node, schema, element, named: name, at: place)
    case .list(let element): visitList(node, schema, element, named: name, at: place)
    }
  }

  private mutating func check(_ node: YAMLNode, _ field: FieldDeclaration) {
    context.subject = field.name
    context.advice = .text(field.help)
    context.names = field.target.map { names(of: $0) }
    let before = context.diagnostics.errorCount
    if field.isValid(context.value(of: node), &context), let instead = field.deprecated {
      context.warning(at: node, "\(field.name) is on its way out", help: instead)
    }
    let found = context.diagnostics.errorCount - before
    if found > 0, field.limits != nil, !field.isRequired {
      dispensable.insert(node.place)
      dispensableErrors += found
    }
  }

  private mutating func visitObject(
    _ node: YAMLNode, _ schema: SchemaNode, _ children: [(name: String, node: SchemaNode)], _ index: [String: Int],
    named name: String, at place: Place
  ) {
    guard case .map(let entries) = node.content else {
      if !node.isNull { return wrongShape(node, name, "is a section", help: "write its fields below it") }
      return reportMissing(children, [], at: place)
    }
    context.checkAnnotations(entries)
    frames.append(Frame(path: schema.path, node: node))
    var written = [Bool](repeating: false, count: children.count)
    for entry in entries {
      if let position = index[entry.key] {
        written[position] = true
        visit(entry.value, children[position].node, named: entry.key, at: entry.place)
      } else if !Annotation.keys.contains(entry.key) {
        context.unknown(entry, among: children.map(\.name), help: whereItBelongs(entry.key, children.map(\.name)))
      }
    }
    reportMissing(children, written, at: place)
    frames.removeLast()
  }

  /// Reports required fields that are not written, also in sections that are not.
  private mutating func reportMissing(
    _ children: [(name: String, node: SchemaNode)], _ written: [Bool], at place: Place
  ) {
    for (position, child) in children.enumerated() where !(written.indices.contains(position) && written[position]) {
      switch child.node.content {
      case .field(let field):
        if field.isRequired {
          let help = field.target.flatMap { names(of: $0).choice } ?? field.help
          missing(field.relativeName(in: frames.last?.path), help, at: place)
        }
      case .object(let inner, _):
        if !(child.node.rule?.isOptional ?? false) { reportMissing(inner, [], at: place) }
      case .map, .list: checkCount(0, child.node, named: child.name, at: place)
      }
    }
  }

  private mutating func missing(_ name: String, _ help: String?, at place: Place) {
    context.diagnostics.error(at: context.files.mark(place), "missing field \"\(name)\"", help: help)
  }

  private mutating func visitMap(
    _ node: YAMLNode, _ schema: SchemaNode, _ element: SchemaNode, named name: String, at place: Place
  ) {
    guard case .map(let entries) = node.content else {
      if !node.isNull { return wrongShape(node, name, "is a map", help: "write a name for each entry") }
      return checkCount(0, schema, named: name, at: place)
    }
    context.checkAnnotations(entries)
    var count = 0
    for entry in entries where !Annotation.keys.contains(entry.key) {
      count += 1
      checkName(entry, schema, of: name)
      visit(entry.value, element, named: entry.key, at: entry.place)
    }
    checkCount(count, schema, named: name, at: place)
  }

  private mutating func visitList(
    _ node: YAMLNode, _ schema: SchemaNode, _ element: SchemaNode, named name: String, at place: Place
  ) {
    guard case .list(let elements) = node.content else {
      if !node.isNull { return wrongShape(node, name, "is a list", help: "write - before each element") }
      return checkCount(0, schema, named: name, at: place)
    }
    for item in elements { visit(item, element, named: name, at: item.place) }
    checkCount(elements.count, schema, named: name, at: place)
  }

  private mutating func wrongShape(_ node: YAMLNode, _ name: String, _ shape: String, help: String) {
    context.error(at: node, "\(name) \(shape), not \"\(node.snippet)\"", help: help)
  }

  private mutating func checkCount(_ count: Int, _ schema: SchemaNode, named name: String, at place: Place) {
    guard let rule = schema.rule, count < rule.minimum else { return }
    let problem = count == 0 ? "\(name) has no entries" : "\(name) has too few entries: \(count)"
    context.diagnostics.error(
      at: context.files.mark(place), problem, help: "write at least \(rule.minimum) in \(schema.path)")
  }

  private mutating func checkName(_ entry: YAMLNode.Entry, _ schema: SchemaNode, of map: String) {
    if let type = schema.rule?.names {
      context.subject = "\(map) key"
      context.advice = .key(type)
      context.names = nil
      _ = type.read(YAMLNode(content: .scalar(entry.key, isQuoted: true), place: entry.place), &context)
      return
    }
    let isPlain = entry.key.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
    guard !isPlain || entry.key.isEmpty || entry.key.utf8.count > 64 else { return }
    context.diagnostics.error(
      at: context.files.mark(entry.place), "\"\(entry.key.prefix(80))\" cannot be a name in \(map)",
      help: "use at most 64 letters, digits, _ and -")
  }
}

extension Validator {
  /// The names a reference may take here: those of the nearest section that contains the target.
  private mutating func names(of target: FieldPath) -> ReferenceNames {
    let depth = frames.lastIndex { $0.path.steps.count < target.steps.count && $0.path.isPrefix(of: target) } ?? 0
    if let known = frames[depth].names[target] { return known }
    var found: [String] = []
    Self.collect(target.steps.dropFirst(frames[depth].path.steps.count), frames[depth].node, &found)
    let names = ReferenceNames(target: target, found)
    frames[depth].names[target] = names
    return names
  }

  private static func collect(_ steps: ArraySlice<FieldPath.Step>, _ node: YAMLNode, _ found: inout [String]) {
    guard let step = steps.first else { return }
    let entries = node.entries.filter { !Annotation.keys.contains($0.key) }
    switch step {
    case .name(let name):
      if let value = node.value(of: name) { collect(steps.dropFirst(), value, &found) }
    case .anyName:
      if steps.count == 1 { found += entries.map(\.key) }
      for entry in entries { collect(steps.dropFirst(), entry.value, &found) }
    case .anyElement:
      for element in node.elements { collect(steps.dropFirst(), element, &found) }
    }
  }

  /// Where a name stands in the schema, for somebody who wrote it in the wrong section.
  private mutating func whereItBelongs(_ name: String, _ here: [String]) -> String? {
    guard NearestName.find(name, in: here) == nil else { return nil }
    return owners[name].map { "\"\(name)\" belongs in \($0)" }
  }

  private static func owners(_ schema: ScenarioSchema) -> [String: FieldPath] {
    var owners: [String: FieldPath] = [:]
    for field in schema.fields where field.path.steps.count > 1 {
      let section = FieldPath(steps: Array(field.path.steps.dropLast()))
      if owners[field.name] == nil { owners[field.name] = section }
    }
    return owners
  }
}

extension FieldDeclaration {
  /// The path from a section to the field, as a user writes it.
  func relativeName(in section: FieldPath?) -> String {
    FieldPath(steps: Array(path.steps.dropFirst(section?.steps.count ?? 0))).description
  }
}
