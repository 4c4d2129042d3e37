import Scenario

extension Written {
  /// The names of the entries that sections of a scenario have: markets, nodes, providers and all that is named.
  var names: [String] {
    guard case .map(let sections) = self else { return [] }
    var seen: Set<String> = []
    return sections.flatMap(\.value.keys).filter { seen.insert($0).inserted }
  }

  /// The scenario without a name and without all that cannot be without it: entries that refer to it as a value, lists that
  /// have nothing else, and what refers to those in turn.
  func without(name: String) -> Written {
    guard case .map(let sections) = self else { return self }
    var gone: Set<String> = [name]
    var before = 0
    var result = sections
    while before < gone.count {
      before = gone.count
      result = result.map { section in
        guard section.value.hasEntries else { return section }
        return Pair(section.key, section.value.leavingOut(&gone))
      }
    }
    return .map(result)
  }

  private var hasEntries: Bool {
    switch self {
    case .map, .list: true
    default: false
    }
  }

  /// The entries of a section that do without names; the names of those that do not are added.
  private func leavingOut(_ gone: inout Set<String>) -> Written {
    switch self {
    case .map(let pairs):
      var kept: [Pair] = []
      for pair in pairs where !gone.contains(pair.key) {
        if let value = pair.value.doing(without: gone) {
          kept.append(Pair(pair.key, value))
        } else {
          gone.insert(pair.key)
        }
      }
      return .map(kept)
    case .list(let items): return .list(items.compactMap { $0.doing(without: gone) })
    default: return self
    }
  }

  /// The value without names; nil when it needs one.
  private func doing(without gone: Set<String>) -> Written? {
    switch self {
    case .scalar(let text): return gone.contains(text) ? nil : self
    case .list(let items):
      let kept = items.compactMap { $0.doing(without: gone) }
      return kept.isEmpty && !items.isEmpty ? nil : .list(kept)
    case .map(let pairs):
      var kept: [Pair] = []
      for pair in pairs where !gone.contains(pair.key) {
        guard let value = pair.value.doing(without: gone) else { return nil }
        kept.append(Pair(pair.key, value))
      }
      return .map(kept)
    default: return self
    }
  }
}
