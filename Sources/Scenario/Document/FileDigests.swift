/// Adds to each file that a scenario names the digest of what it contains, and checks the digests that are written.
struct FileDigests {
  var context: ReadContext

  /// The node with digests below it.
  mutating func add(to node: YAMLNode, _ schema: SchemaNode) -> YAMLNode {
    var result = node
    switch (schema.content, node.content) {
    case (.field(let field), _): return field.isFile ? digested(node, field) : node
    case (.object, .map(var entries)):
      for place in entries.indices {
        if let child = schema.child(entries[place].key) { entries[place].value = add(to: entries[place].value, child) }
      }
      result.content = .map(entries)
    case (.map(let element), .map(var entries)):
      for place in entries.indices where !Annotation.keys.contains(entries[place].key) {
        entries[place].value = add(to: entries[place].value, element)
      }
      result.content = .map(entries)
    case (.list(let element), .list(let elements)): result.content = .list(elements.map { add(to: $0, element) })
    default: break
    }
    return result
  }

  private mutating func digested(_ node: YAMLNode, _ field: FieldDeclaration) -> YAMLNode {
    let inner = node.unwrapped
    guard !inner.isNull, let file = FilePath.read(inner, &context),
      let found = SHA256.hexDigest(ofFile: file.resolved)
    else { return node }
    if let expected = file.digest, expected != found {
      context.error(
        at: inner, "\(field.name) \"\(file.path)\" has changed: its SHA-256 is \(found), not \(expected)",
        help: "put back the file that was used, or leave sha256 out to take this one")
      return node
    }
    guard file.digest == nil else { return node }
    let path = inner.value(of: FilePath.pathKey) ?? inner
    let digest = YAMLNode(content: .scalar(found, isQuoted: true), place: inner.place)
    let whole = YAMLNode(
      content: .map([
        YAMLNode.Entry(key: FilePath.pathKey, value: path, place: inner.place),
        YAMLNode.Entry(key: FilePath.digestKey, value: digest, place: inner.place),
      ]), place: inner.place)
    guard case .map(var entries) = node.content,
      let value = entries.firstIndex(where: { $0.key == Annotation.valueKey })
    else { return whole }
    entries[value].value = whole
    return YAMLNode(content: .map(entries), place: node.place)
  }
}

extension FieldDeclaration {
  /// Whether the field's value names a file.
  var isFile: Bool { kind.name == FilePath.kind.name || kind.name == FilePath?.kind.name }
}
