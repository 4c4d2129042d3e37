/// Writes a scenario out with every default, in the schema's order: one text for one meaning.
struct Resolver {
  private(set) var text = ""
  private var context: ReadContext
  private let keepsNotes: Bool
  /// Where the text will stand, when that is another folder than the scenario's.
  private let folder: String?

  init(_ document: ScenarioDocument, keepsNotes: Bool, folder: String? = nil) {
    self.folder = folder
    context = ReadContext(files: document.files)
    self.keepsNotes = keepsNotes
    guard case .object(let children, _) = document.schema.root.content else { return }
    notes(of: document.tree, indent: 0)
    for child in children { write(child.name, document.tree.value(of: child.name), child.node, indent: 0) }
    if text.isEmpty { text = "{}\n" }
  }

  private mutating func write(_ key: String, _ node: YAMLNode?, _ schema: SchemaNode, indent: Int) {
    switch schema.content {
    case .field(let field): write(key, node, field, indent: indent)
    case .object(let children, _):
      if node == nil, schema.rule?.isOptional ?? false { return }
      line(indent, key, ":")
      let start = text.utf8.count
      fields(node, children, indent: indent + 2)
      if text.utf8.count == start { emptySection() }
    case .map(let element):
      let entries = (node?.entries ?? []).filter { !Annotation.keys.contains($0.key) }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let hasNotes = keepsNotes && node.flatMap { SourceNote($0) } != nil
      if entries.isEmpty, !hasNotes { return line(indent, key, ": {}") }
      line(indent, key, ":")
      if let node { notes(of: node, indent: indent + 2) }
      for entry in entries { write(entry.key, entry.value, element, indent: indent + 2) }
    case .list(let element):
      let elements = node?.elements ?? []
      if elements.isEmpty { return line(indent, key, ": []") }
      line(indent, key, ":")
      for item in elements { write(element: item, element, indent: indent + 2) }
    }
  }

  /// Replaces the end of `key:` by `key: {}`, for a section in which nothing is to be written.
  private mutating func emptySection() {
    text.removeLast()
    text += " {}\n"
  }

  private mutating func fields(
    _ node: YAMLNode?, _ children: [(name: String, node: SchemaNode)], indent: Int
  ) {
    if let node { notes(of: node, indent: indent) }
    for child in children { write(child.name, node?.value(of: child.name), child.node, indent: indent) }
  }

  /// An element of a list: its first line stands behind the dash.
  private mutating func write(element node: YAMLNode, _ schema: SchemaNode, indent: Int) {
    var inner = self
    inner.text = ""
    switch schema.content {
    case .object(let children, _): inner.fields(node, children, indent: indent + 2)
    case .map, .list, .field: preconditionFailure("an element of a list is a section")
    }
    if inner.text.isEmpty {
      text += spaces(indent) + "- {}\n"
    } else {
      text += spaces(indent) + "- " + inner.text.dropFirst(indent + 2)
    }
  }

  private mutating func write(_ key: String, _ node: YAMLNode?, _ field: FieldDeclaration, indent: Int) {
    if node == nil, field.deprecated != nil { return }
    var value = node.flatMap { field.write($0.unwrapped, &context) } ?? field.defaultWritten ?? .null
    if field.isFile { value = placed(value) }
    if value == .null, field.defaultWritten == .null { return }
    let full = keepsNotes ? node.map { Self.annotate(value, from: $0) } ?? value : value
    line(indent, key, ": " + full.line)
  }

  /// A file as the text names it: from its folder, or by its content alone.
  private func placed(_ value: Written) -> Written {
    if !keepsNotes { return FilePath.withoutPlace(value) }
    guard let folder else { return value }
    switch value {
    case .scalar(let path): return .scalar(context.files.relative(path, toFolder: folder))
    case .map(let pairs):
      return .map(pairs.map { $0.key == FilePath.pathKey ? Written.Pair($0.key, placed($0.value)) : $0 })
    default: return value
    }
  }

  /// The value with the notes that stand in the text, also inside lists and maps of values.
  private static func annotate(_ value: Written, from node: YAMLNode) -> Written {
    let inner = node.unwrapped
    var result = value
    switch (value, inner.content) {
    case (.list(let items), .list(let nodes)) where items.count == nodes.count:
      result = .list(zip(items, nodes).map { annotate($0, from: $1) })
    case (.map(let pairs), .map):
      result = .map(
        pairs.map { pair in
          Written.Pair(pair.key, inner.value(of: pair.key).map { annotate(pair.value, from: $0) } ?? pair.value)
        })
    default: break
    }
    guard let note = SourceNote(node) else { return result }
    return .map([Written.Pair(Annotation.valueKey, result)] + note.written)
  }

  private mutating func notes(of node: YAMLNode, indent: Int) {
    guard keepsNotes, let note = SourceNote(node) else { return }
    for pair in note.written { line(indent, pair.key, ": " + pair.value.line) }
  }

  private mutating func line(_ indent: Int, _ key: String, _ rest: String) {
    text += spaces(indent)
    text += Quoting.scalar(key)
    text += rest
    text += "\n"
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
