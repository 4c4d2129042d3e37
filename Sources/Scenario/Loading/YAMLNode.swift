/// A node of a scenario's text: what stands there, and where.
public struct YAMLNode: Sendable {
  /// What stands there.
  public enum Content: Sendable {
    /// A word or phrase; quotes matter only for `null`.
    case scalar(String, isQuoted: Bool)
    /// A list.
    case list([YAMLNode])
    /// A map in the order of the text.
    case map([Entry])
  }

  /// An entry of a map.
  public struct Entry: Sendable {
    /// The key's text.
    public let key: String
    /// The value.
    public internal(set) var value: YAMLNode
    let place: Place
  }

  /// What stands there.
  public internal(set) var content: Content
  var place: Place

  /// Whether nothing was written: an empty value, `null` or `~`.
  public var isNull: Bool {
    guard case .scalar(let text, isQuoted: false) = content else { return false }
    return text.isEmpty || text == "null" || text == "~"
  }

  /// The entries of a map; none for anything else.
  public var entries: [Entry] {
    guard case .map(let entries) = content else { return [] }
    return entries
  }

  /// The elements of a list; none for anything else.
  public var elements: [YAMLNode] {
    guard case .list(let elements) = content else { return [] }
    return elements
  }

  /// The value of a key in a map.
  public func value(of key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }

  /// The node in a few words, to be quoted in a message.
  public var snippet: String {
    let text = written.line
    return text.count <= 60 ? text : text.prefix(57) + "..."
  }

  /// The node as it stands, without looking at what it means.
  private var written: Written {
    switch content {
    case .scalar(let text, _): return .plain(text.count <= 60 ? text : String(text.prefix(61)))
    case .list(let elements): return .list(elements.prefix(20).map(\.written))
    case .map(let entries): return .map(entries.prefix(20).map { Written.Pair($0.key, $0.value.written) })
    }
  }
}
