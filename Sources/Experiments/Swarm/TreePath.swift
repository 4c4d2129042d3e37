public import Scenario

/// One step down a scenario's text.
enum TreeStep: Hashable, Sendable {
  case key(String)
  case index(Int)
}

/// A place in a scenario's text.
typealias TreePath = [TreeStep]

extension Written {
  /// A map of the entries given.
  static func entries(_ pairs: [(String, Written)]) -> Written { .map(pairs.map { Pair($0.0, $0.1) }) }

  /// What stands at a place; nil when nothing does.
  func at(_ path: some Collection<TreeStep>) -> Written? {
    guard let step = path.first else { return self }
    switch (self, step) {
    case (.map(let pairs), .key(let key)): return pairs.first { $0.key == key }?.value.at(path.dropFirst())
    case (.list(let items), .index(let place)):
      return items.indices.contains(place) ? items[place].at(path.dropFirst()) : nil
    default: return nil
    }
  }

  /// The same with another value at a place, which is made where it is missing; without it when the value is nil.
  func with(_ value: Written?, at path: some Collection<TreeStep>) -> Written {
    guard let step = path.first else { return value ?? self }
    let rest = path.dropFirst()
    switch step {
    case .key(let key):
      var pairs: [Pair] = []
      if case .map(let own) = self { pairs = own }
      let place = pairs.firstIndex { $0.key == key }
      if rest.isEmpty, value == nil {
        if let place { pairs.remove(at: place) }
      } else if let place {
        pairs[place].value = pairs[place].value.with(value, at: rest)
      } else if value != nil {
        pairs.append(Pair(key, Written.map([]).with(value, at: rest)))
      }
      return .map(pairs)
    case .index(let index):
      guard case .list(var items) = self else { return .list([Written.map([]).with(value, at: rest)]) }
      guard items.indices.contains(index) else { return .list(items + [Written.map([]).with(value, at: rest)]) }
      if rest.isEmpty, value == nil {
        items.remove(at: index)
      } else {
        items[index] = items[index].with(value, at: rest)
      }
      return .list(items)
    }
  }

  /// The names of a map's entries; none for anything else.
  var keys: [String] {
    if case .map(let pairs) = self { return pairs.map(\.key) }
    return []
  }

  /// How many elements a list has; none for anything else.
  var elementCount: Int {
    if case .list(let items) = self { return items.count }
    return 0
  }

  /// The value as YAML: sections in blocks, what lies deep on one line.
  public var yaml: String { lines(depth: 0).joined(separator: "\n") + "\n" }

  private func lines(depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    switch self {
    case .map(let pairs):
      return pairs.flatMap { pair -> [String] in
        guard pair.value.isSection(depth: depth) else { return ["\(indent)\(pair.key): \(pair.value.line)"] }
        return ["\(indent)\(pair.key):"] + pair.value.lines(depth: depth + 1)
      }
    case .list(let items): return items.map { "\(indent)- \($0.line)" }
    default: return [indent + line]
    }
  }

  /// Whether it is written in a block of its own: what is long, and lists of maps.
  private func isSection(depth: Int) -> Bool {
    switch self {
    case .map(let pairs): !pairs.isEmpty && line.utf8.count > (depth == 0 ? 60 : 90)
    case .list(let items): items.contains { if case .map = $0 { true } else { false } }
    default: false
    }
  }
}
