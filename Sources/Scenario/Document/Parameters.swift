import Kernel

/// One value of a resolved scenario, with where it comes from.
public struct ScenarioParameter: Hashable, Sendable {
  /// The path with names, for example `nodes.rotterdam.cutOff`.
  public var path: String
  /// The field's path in the schema.
  public var field: FieldPath
  /// The value as the resolved scenario writes it, with its unit.
  public var value: String
  /// Whether the scenario says the value, or the schema.
  public var isWritten: Bool
  /// The value's own source, its section's, or that of the declared default; nil when nobody says.
  public var source: String?
  /// As of when, as the scenario says it.
  public var asOf: String?
}

extension ScenarioDocument {
  /// All values in the schema's order, defaults included. Computed on each call.
  public var parameters: [ScenarioParameter] {
    var list = ParameterList(context: ReadContext(files: files))
    list.add(tree, schema.root, path: "", within: SourceNote(tree))
    return list.all
  }
}

private struct ParameterList {
  var context: ReadContext
  var all: [ScenarioParameter] = []

  mutating func add(_ node: YAMLNode?, _ schema: SchemaNode, path: String, within outer: SourceNote?) {
    let own = node.flatMap { SourceNote($0) }
    let note = own?.source == nil ? outer : own
    switch schema.content {
    case .field(let field): add(node, field, path: path, note)
    case .object(let children, _):
      if node == nil, schema.rule?.isOptional ?? false { return }
      for child in children { add(node?.value(of: child.name), child.node, path: join(path, child.name), within: note) }
    case .map(let element):
      for entry in node?.entries ?? [] where !Annotation.keys.contains(entry.key) {
        add(entry.value, element, path: join(path, entry.key), within: note)
      }
    case .list(let element):
      for (place, item) in (node?.elements ?? []).enumerated() {
        add(item, element, path: "\(path)[\(place)]", within: note)
      }
    }
  }

  private mutating func add(_ node: YAMLNode?, _ field: FieldDeclaration, path: String, _ note: SourceNote?) {
    let written = node.flatMap { field.write($0.unwrapped, &context) }
    guard let value = written ?? field.defaultWritten, value != .null else { return }
    all.append(
      ScenarioParameter(
        path: path, field: field.path, value: value.line, isWritten: written != nil,
        source: written == nil ? field.source : note?.source,
        asOf: written == nil ? nil : note?.asOf?.description))
  }

  private func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
