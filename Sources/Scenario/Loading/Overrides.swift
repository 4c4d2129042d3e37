/// Applies `--set path=value`.
struct Overrides {
  let schema: ScenarioSchema
  var diagnostics = Diagnostics()

  private enum Step { case name(String), index(Int) }

  /// Applies the overrides in their order; a later one of the same path counts, with a warning.
  mutating func apply(_ texts: [String], to root: YAMLNode, _ files: inout SourceFiles) -> YAMLNode {
    var root = root
    var seen = Set<Substring>()
    for text in texts {
      let shown = text.utf8.count <= 120 ? text : text.prefix(117) + "..."
      let file = files.add("--set \(shown)", folder: nil)
      let mark = files.mark(Place(file: file))
      guard let equals = text.firstIndex(of: "=") else {
        diagnostics.error(at: mark, "there is no value", help: "write --set path=value")
        continue
      }
      let path = text[..<equals]
      guard let steps = Self.steps(path), !steps.isEmpty else {
        diagnostics.error(
          at: mark, "\"\(path)\" is not a path", help: "write names and list places, such as lanes[0].carrier")
        continue
      }
      guard let value = value(text[text.index(after: equals)...], file, mark.file) else { continue }
      if !seen.insert(path).inserted { diagnostics.warning(at: mark, "\(path) is set twice; the last one counts") }
      var site = Site(mark: mark, place: Place(file: file), value: value)
      root = site.set(steps[...], in: root, schema.root) ?? root
      diagnostics.add(site.diagnostics)
    }
    return root
  }

  private mutating func value(_ text: Substring, _ file: Int, _ name: String) -> YAMLNode? {
    var parser = YAMLText(file: file, name: name, hasLines: false)
    let node = parser.parse(Array(text.utf8))
    diagnostics.add(parser.diagnostics)
    if parser.diagnostics.hasErrors { return nil }
    return node ?? YAMLNode(content: .scalar("", isQuoted: false), place: Place(file: file))
  }

  /// `warehouses.west.docks[0].stations` as steps; nil when it is malformed.
  private static func steps(_ path: Substring) -> [Step]? {
    var steps: [Step] = []
    for part in path.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let name = pieces.first, !name.isEmpty else { return nil }
      steps.append(.name(String(name)))
      for piece in pieces.dropFirst() {
        guard piece.hasSuffix("]"), let index = Int(piece.dropLast()), index >= 0 else { return nil }
        steps.append(.index(index))
      }
    }
    return steps.count <= YAMLText.maximumDepth ? steps : nil
  }

  /// One override on its way down the tree.
  private struct Site {
    let mark: Mark
    let place: Place
    let value: YAMLNode
    var diagnostics = Diagnostics()

    /// The node with the value in its place; nil when the path leads nowhere, which is reported.
    mutating func set(_ steps: ArraySlice<Step>, in node: YAMLNode, _ schema: SchemaNode) -> YAMLNode? {
      guard let step = steps.first else { return value }
      switch (schema.content, step) {
      case (.object(let children, let index), .name(let name)):
        guard let position = index[name] else {
          return refuse(name, "unknown field", among: children.map(\.name))
        }
        return put(name, steps.dropFirst(), in: node, children[position].node)
      case (.map(let element), .name(let name)):
        guard node.value(of: name) != nil else {
          return refuse(name, "\(schema.path) has no", among: node.entries.map(\.key))
        }
        return put(name, steps.dropFirst(), in: node, element)
      case (.list(let element), .index(let index)): return put(index, steps.dropFirst(), in: node, element)
      case (.field, _): return setInside(steps, of: node, schema)
      case (.list, .name(let name)):
        diagnostics.error(at: mark, "\(schema.path) is a list", help: "write a place: [0].\(name)")
      case (_, .index(let index)): diagnostics.error(at: mark, "\(schema.path) is no list: it has no place [\(index)]")
      }
      return nil
    }

    /// Goes on inside the value of a field: an element of a list, an entry of a map.
    private mutating func setInside(_ steps: ArraySlice<Step>, of node: YAMLNode, _ schema: SchemaNode) -> YAMLNode? {
      let inner = node.unwrapped
      switch (inner.content, steps.first) {
      case (.list, .index(let index)): return put(index, steps.dropFirst(), in: inner, schema)
      case (.map, .name(let name)): return put(name, steps.dropFirst(), in: inner, schema)
      case (_, nil): return value
      default:
        diagnostics.error(at: mark, "\(schema.path) is one value: the path ends there")
        return nil
      }
    }

    private mutating func put(
      _ name: String, _ steps: ArraySlice<Step>, in node: YAMLNode, _ schema: SchemaNode
    ) -> YAMLNode? {
      var entries = node.entries
      let empty = YAMLNode(content: .map([]), place: place)
      if let position = entries.firstIndex(where: { $0.key == name }) {
        guard let value = set(steps, in: entries[position].value, schema) else { return nil }
        entries[position].value = value
      } else {
        guard let value = set(steps, in: empty, schema) else { return nil }
        entries.append(YAMLNode.Entry(key: name, value: value, place: place))
      }
      return YAMLNode(content: .map(entries), place: node.place)
    }

    private mutating func put(
      _ index: Int, _ steps: ArraySlice<Step>, in node: YAMLNode, _ schema: SchemaNode
    ) -> YAMLNode? {
      var elements = node.elements
      guard elements.indices.contains(index) else {
        let help =
          elements.isEmpty
          ? "the list is empty: set all of it, or write it in the scenario"
          : "the last place is [\(elements.count - 1)]"
        diagnostics.error(at: mark, "\(schema.path) has no place [\(index)]", help: help)
        return nil
      }
      guard let element = set(steps, in: elements[index], schema) else { return nil }
      elements[index] = element
      return YAMLNode(content: .list(elements), place: node.place)
    }

    private mutating func refuse(_ name: String, _ problem: String, among names: [String]) -> YAMLNode? {
      let suggestion = NearestName.suggestion(for: name, in: names)
      let shown = names.prefix(12).joined(separator: ", ")
      let help = suggestion.isEmpty && !names.isEmpty ? "the names here are \(shown)" : nil
      diagnostics.error(at: mark, "\(problem) \"\(name)\"\(suggestion)", help: help)
      return nil
    }
  }
}
