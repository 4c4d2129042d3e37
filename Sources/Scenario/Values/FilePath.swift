/// A file that a scenario names, relative to the file that names it.
///
/// What the file contains belongs to the scenario: its resolved text holds the content's SHA-256, and the scenario's hash
/// covers that and not the path. A scenario that says another content than it finds is refused.
public struct FilePath: Hashable, Sendable {
  /// The path from the folder of the scenario's own file: what the resolved scenario says.
  public let path: String
  /// The path to open.
  public let resolved: String
  /// SHA-256 of the content in hexadecimal; nil when there was nothing to read.
  public let digest: String?

  /// A path from the working folder.
  public init(_ path: String) { self.init(path: path, resolved: path, digest: nil) }

  init(path: String, resolved: String, digest: String?) {
    self.path = path
    self.resolved = resolved
    self.digest = digest
  }

  static let pathKey = "path"
  static let digestKey = "sha256"
}

extension FilePath: ScenarioValue {
  /// Paths have no order.
  public typealias Quantity = Never
  /// A path.
  public static let kind = ValueKind(
    name: "file", hint: "a path relative to the scenario file", example: "data/orders.csv",
    jsonSchema: #"{"anyOf": [{"type": "string"}, {"type": "object", "required": ["path"], "#
      + #""properties": {"path": {"type": "string"}, "sha256": {"type": "string"}}}]}"#)

  /// Reads a path relative to the file it stands in, or `{ path, sha256 }`.
  public static func read(_ node: YAMLNode, _ context: inout ReadContext) -> FilePath? {
    guard case .map(let entries) = node.content else { return read(node, digest: nil, &context) }
    for entry in entries where entry.key != pathKey && entry.key != digestKey {
      context.unknown(entry, among: [pathKey, digestKey])
    }
    var digest: String?
    if let node = node.value(of: digestKey) {
      guard let text = context.scalar(node) else { return nil }
      guard text.utf8.count == 64, text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else {
        context.error(
          at: node, "\(digestKey) \"\(node.snippet)\" is no SHA-256",
          help: "write 64 hexadecimal digits, or leave it out")
        return nil
      }
      digest = text
    }
    guard let path = node.value(of: pathKey) else {
      context.error(at: node, "\(context.subject) \"\(node.snippet)\" has no path", help: context.help)
      return nil
    }
    return read(path, digest: digest, &context)
  }

  private static func read(_ node: YAMLNode, digest: String?, _ context: inout ReadContext) -> FilePath? {
    guard let text = context.scalar(node) else { return nil }
    if text.contains("\0") {
      context.report(ValueProblem("is not a path"), at: node)
      return nil
    }
    let path = context.files.relative(text, from: node.place)
    return FilePath(path: path, resolved: context.files.locate(path), digest: digest)
  }

  /// The path from the folder of the scenario's own file, with the content's digest when it is known.
  public var written: Written {
    guard let digest else { return .scalar(path) }
    return .map([Written.Pair(Self.pathKey, .scalar(path)), Written.Pair(Self.digestKey, .scalar(digest))])
  }

  /// The canonical form for the hash: what the file contains, wherever it is.
  static func withoutPlace(_ written: Written) -> Written {
    guard case .map(let pairs) = written, let digest = pairs.first(where: { $0.key == digestKey }) else {
      return written
    }
    return .map([digest])
  }
}
