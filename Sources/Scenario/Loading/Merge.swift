/// Lays a file's values over those of what it includes.
enum Merge {
  /// Sections and named entries merge by name; values and lists of the upper tree replace those of the lower.
  static func lay(_ upper: YAMLNode, over lower: YAMLNode, _ schema: SchemaNode?) -> YAMLNode {
    switch schema?.content {
    case .field, .list: return upper
    case .object, .map, nil: break
    }
    guard case .map(let above) = upper.content, case .map(let below) = lower.content else {
      return upper.isNull && schema != nil ? lower : upper
    }
    var entries = above
    var index: [String: Int] = [:]
    for (position, entry) in above.enumerated() { index[entry.key] = position }
    for entry in below {
      if let position = index[entry.key] {
        if Annotation.keys.contains(entry.key) { continue }
        entries[position].value = lay(above[position].value, over: entry.value, schema?.child(entry.key))
      } else {
        entries.append(entry)
      }
    }
    return YAMLNode(content: .map(entries), place: upper.place)
  }
}

extension SchemaNode {
  /// What stands under a key; nil when nothing may.
  func child(_ key: String) -> SchemaNode? {
    switch content {
    case .object(let children, let index): return index[key].map { children[$0].node }
    case .map(let element): return element
    case .list, .field: return nil
    }
  }
}
