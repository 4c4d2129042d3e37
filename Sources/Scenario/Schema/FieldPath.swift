/// The place of a field in the schema: `warehouses{}.waves.every`.
///
/// `name{}` is a map whose keys are the user's names, `name[]` a list; both may be nested and repeated.
public struct FieldPath: Hashable, Sendable {
  /// One step down the document.
  public enum Step: Hashable, Sendable {
    /// A field or section of that name.
    case name(String)
    /// Any entry of a map keyed by the user's names.
    case anyName
    /// Any element of a list.
    case anyElement
  }

  /// The steps from the root.
  public let steps: [Step]

  init(steps: [Step]) { self.steps = steps }

  /// A path of the steps given.
  public init(_ steps: some Sequence<Step>) { self.steps = Array(steps) }

  /// Parses a path; a malformed one is a mistake of the declaration.
  public init(_ text: String) {
    var steps: [Step] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      var name = part
      var suffixes: [Step] = []
      while name.hasSuffix("{}") || name.hasSuffix("[]") {
        suffixes.insert(name.hasSuffix("{}") ? .anyName : .anyElement, at: 0)
        name = name.dropLast(2)
      }
      precondition(!name.isEmpty && !name.contains { "{}[] ".contains($0) }, "malformed field path \"\(text)\"")
      steps.append(.name(String(name)))
      steps.append(contentsOf: suffixes)
    }
    self.steps = steps
  }

  /// The name a user writes before the value: the last name in the path.
  public var leaf: String {
    for case .name(let name) in steps.reversed() { return name }
    return ""
  }

  /// Whether a place with this path contains the other.
  public func isPrefix(of other: FieldPath) -> Bool { other.steps.starts(with: steps) }
}

extension FieldPath: CustomStringConvertible {
  /// The path as it is declared.
  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .name(let name): text += text.isEmpty ? name : ".\(name)"
      case .anyName: text += "{}"
      case .anyElement: text += "[]"
      }
    }
    return text
  }
}
