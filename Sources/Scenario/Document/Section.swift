/// A place in a loaded scenario that has fields: the document, an entry of a map or list, a plain section.
///
/// Fields are read by their declaration, relative to the deepest section around this place that their path passes.
/// Reading never fails: the scenario was checked, and what is not written has a default.
public final class Section: Sendable {
  /// The name the user gave it, or its place in a list; empty for the document.
  public let name: String
  /// Its place among its siblings: maps by name, lists as written.
  public let index: Int
  /// The section around it.
  public let parent: Section?
  let document: ScenarioDocument
  let node: YAMLNode
  let schema: SchemaNode
  let place: Place
  /// The path of what is inside: for an entry of `warehouses{}` that path itself.
  let path: FieldPath

  init(
    document: ScenarioDocument, node: YAMLNode, schema: SchemaNode, name: String, index: Int, parent: Section?,
    place: Place, path: FieldPath
  ) {
    self.document = document
    self.node = node
    self.schema = schema
    self.name = name
    self.index = index
    self.parent = parent
    self.place = place
    self.path = path
  }

  /// The value of a field.
  public subscript<Value>(field: Field<Value>) -> Value {
    guard let node = find(field.path) else {
      guard let value = field.defaultValue else { preconditionFailure("\(field.path) was not checked") }
      return value
    }
    var context = ReadContext(files: document.files)
    guard let value = Value.read(node.unwrapped, &context) else { preconditionFailure("\(field.path) was not checked") }
    return value
  }

  /// Where a field's value stands; the section's own place when it is not written.
  public subscript<Value>(mark field: Field<Value>) -> Mark {
    guard let node = find(field.path) else { return owner(of: field.path).mark }
    return document.files.mark(node.place)
  }

  /// Where an entry of a field that is a map stands; the field's own place when there is no such entry.
  public func mark<Key, Value>(of key: Key, in field: Field<Keyed<Key, Value>?>) -> Mark {
    let entries = find(field.path)?.unwrapped.entries ?? []
    let entry = entries.first { !Annotation.keys.contains($0.key) && (try? Key.parse($0.key)) == key }
    return entry.map { document.files.mark($0.place) } ?? self[mark: field]
  }

  /// Whether the scenario, what it includes, or the command line writes the field.
  public func isWritten<Value>(_ field: Field<Value>) -> Bool { find(field.path) != nil }

  /// Where a field's value comes from, as the scenario says it.
  public func source<Value>(of field: Field<Value>) -> SourceNote? { find(field.path).flatMap { SourceNote($0) } }

  /// Where the section stands: its name in a map, its first line in a list.
  public var mark: Mark { document.files.mark(place) }

  /// The notes of the section itself.
  public var source: SourceNote? { SourceNote(node) }

  /// The entries of a map by name (`items("warehouses{}")`), or of a list in order (`items("warehouses{}.docks[]")`).
  public func items(_ path: String) -> [Section] {
    let path = FieldPath(path)
    let (owner, schema) = owner(ofSection: path)
    guard let (node, _) = owner.walk(path.steps.dropLast()) else { return [] }
    switch schema.content {
    case .map(let element):
      let entries = node.entries.filter { !Annotation.keys.contains($0.key) }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return entries.enumerated().map { index, entry in
        owner.child(entry.value, element, named: entry.key, index, entry.place, path)
      }
    case .list(let element):
      return node.elements.enumerated().map { owner.child($1, element, named: "\($0)", $0, $1.place, path) }
    default: preconditionFailure("\(path) is no map and no list")
    }
  }

  /// The entry of a map by its name: what a ``Reference`` leads to; nil when there is none.
  public func item(_ path: String, named name: String) -> Section? {
    let path = FieldPath(path)
    let (owner, schema) = owner(ofSection: path)
    guard case .map(let element) = schema.content else { preconditionFailure("\(path) is no map") }
    guard let (node, _) = owner.walk(path.steps.dropLast()) else { return nil }
    let names = node.entries.filter { !Annotation.keys.contains($0.key) }
    guard let entry = names.first(where: { $0.key == name }) else { return nil }
    let index = names.count { $0.key.utf8.lexicographicallyPrecedes(name.utf8) }
    return owner.child(entry.value, element, named: name, index, entry.place, path)
  }

  /// A plain section; nil when it is optional and not written.
  public func section(_ path: String) -> Section? {
    let path = FieldPath(path)
    let (owner, schema) = owner(ofSection: path)
    guard case .object = schema.content else { preconditionFailure("\(path) is no plain section") }
    if let (node, place) = owner.walk(path.steps[...]) {
      return owner.child(node, schema, named: path.leaf, 0, place, path)
    }
    if schema.rule?.isOptional ?? false { return nil }
    return owner.child(YAMLNode(content: .map([]), place: owner.place), schema, named: path.leaf, 0, owner.place, path)
  }
}

extension Section {
  private func child(
    _ node: YAMLNode, _ schema: SchemaNode, named name: String, _ index: Int, _ place: Place, _ path: FieldPath
  ) -> Section {
    Section(
      document: document, node: node, schema: schema, name: name, index: index, parent: self, place: place, path: path)
  }

  /// The deepest section around this place that a path passes, this one included.
  private func owner(of path: FieldPath) -> Section {
    var section = self
    while !section.path.isPrefix(of: path) || section.path.steps.count >= path.steps.count {
      guard let parent = section.parent else { preconditionFailure("\(path) is not in the schema") }
      section = parent
    }
    return section
  }

  private func owner(ofSection path: FieldPath) -> (Section, SchemaNode) {
    guard let schema = document.schema.root.find(path.steps[...]) else {
      preconditionFailure("\(path) is not in the schema")
    }
    return (owner(of: path), schema)
  }

  /// The node at an absolute path below this section; nil when it is not written.
  private func walk(_ steps: ArraySlice<FieldPath.Step>) -> (YAMLNode, Place)? {
    var found = (node, place)
    for step in steps.dropFirst(path.steps.count) {
      guard case .name(let name) = step else {
        preconditionFailure("\(FieldPath(steps: Array(steps))) has no owner here")
      }
      guard let entry = found.0.entries.first(where: { $0.key == name }) else { return nil }
      found = (entry.value, entry.place)
    }
    return found
  }

  private func find(_ path: FieldPath) -> YAMLNode? { owner(of: path).walk(path.steps[...])?.0 }
}
