/// What `doorstep explain` says about a field or section.
public struct Explanation: Hashable, Sendable {
  /// The text, of one or more lines.
  public let text: String
  /// Whether there is such a field or section; otherwise the text names the nearest ones.
  public let isFound: Bool
}

extension ScenarioSchema {
  /// Explains a field or section.
  ///
  /// The path may be written as declared (`warehouses{}.waves.every`), as in a scenario (`warehouses.west.waves.every`)
  /// or without the names (`warehouses.waves.every`).
  public func explain(_ path: String) -> Explanation {
    let parts = Self.parts(path)
    if let field = field(parts) { return Explanation(text: Self.text(of: field), isFound: true) }
    let inside = fields(inside: parts)
    if !inside.isEmpty { return Explanation(text: text(ofSection: parts, inside), isFound: true) }
    return Explanation(text: text(ofUnknown: path, parts), isFound: false)
  }

  /// The field at a path written as for ``explain(_:)``, or all fields of the section there; none when there is neither.
  public func fields(at path: String) -> [FieldDeclaration] {
    let parts = Self.parts(path)
    return field(parts).map { [$0] } ?? fields(inside: parts)
  }

  private static func parts(_ path: String) -> [String] {
    path.split(separator: ".").map { String($0.prefix { $0 != "[" && $0 != "{" }) }
  }

  private func field(_ parts: [String]) -> FieldDeclaration? {
    fields.first { Self.matches($0.path.steps[...], parts[...]) }
  }

  private func fields(inside parts: [String]) -> [FieldDeclaration] {
    guard !parts.isEmpty else { return [] }
    return fields.filter { field in
      (1..<max(2, field.path.steps.count)).contains { Self.matches(field.path.steps.prefix($0), parts[...]) }
    }
  }

  /// Whether written names fit the steps of a path: names of map entries may be given or left out.
  private static func matches(_ steps: ArraySlice<FieldPath.Step>, _ parts: ArraySlice<String>) -> Bool {
    guard let step = steps.first else { return parts.isEmpty }
    switch step {
    case .name(let name): return parts.first == name && matches(steps.dropFirst(), parts.dropFirst())
    case .anyElement: return matches(steps.dropFirst(), parts)
    case .anyName:
      return matches(steps.dropFirst(), parts)
        || (!parts.isEmpty && matches(steps.dropFirst(), parts.dropFirst()))
    }
  }

  private static func text(of field: FieldDeclaration) -> String {
    var lines = ["\(field.path)", "  \(field.doc)", ""]
    func add(_ name: String, _ value: String?) {
      guard let value else { return }
      lines.append("  \(name):" + String(repeating: " ", count: 12 - name.count) + value)
    }
    add("value", field.kind.hint)
    add("range", field.limits)
    add("refers to", field.target?.description)
    add(
      "default",
      field.isRequired ? "none: the field is required" : field.defaultWritten.map { $0 == .null ? "none" : $0.line })
    add("source", field.source)
    add("deprecated", field.deprecated)
    add("since", field.since)
    let isTelling = field.defaultWritten.map { ![.null, .list([]), .map([])].contains($0) } ?? false
    add("example", "\(field.name): \(isTelling ? field.defaultWritten!.line : field.kind.example)")
    return lines.joined(separator: "\n")
  }

  private func text(ofSection parts: [String], _ inside: [FieldDeclaration]) -> String {
    let section = (1...inside[0].path.steps.count).map { FieldPath(steps: Array(inside[0].path.steps.prefix($0))) }
      .last { Self.matches($0.steps[...], parts[...]) }!
    var lines = ["\(section)"]
    if let rule = rules[section] {
      lines.append("  \(rule.doc)")
      if rule.minimum > 0 { lines.append("  At least \(rule.minimum).") }
      if rule.isOptional { lines.append("  The section may be absent.") }
    }
    lines.append("")
    let width = min(48, inside.map { $0.path.description.count }.max() ?? 0)
    for field in inside {
      let path = field.path.description
      lines.append("  \(path)\(String(repeating: " ", count: max(2, width + 2 - path.count)))\(field.doc)")
    }
    return lines.joined(separator: "\n")
  }

  private func text(ofUnknown path: String, _ parts: [String]) -> String {
    let leaf = parts.last ?? ""
    let near = fields.filter { NearestName.find(leaf, in: [$0.name]) != nil }
    let whole = NearestName.find(path, in: fields.map { Self.plain($0.path) })
    let ranked = near.sorted { Self.rank($0, leaf, whole) < Self.rank($1, leaf, whole) }
    var names = ranked.prefix(3).map { "\($0.path)" }
    if names.isEmpty, let whole { names = [whole] }
    let first = "there is no field \"\(path)\""
    return names.isEmpty ? first : first + "; did you mean \(names.map { "\"\($0)\"" }.joined(separator: " or "))?"
  }

  /// Fields whose whole path is near come first, then those whose name is the same.
  private static func rank(_ field: FieldDeclaration, _ leaf: String, _ whole: String?) -> Int {
    if plain(field.path) == whole { return 0 }
    return field.name == leaf ? 1 : 2
  }

  private static func plain(_ path: FieldPath) -> String {
    path.description.replacing("{}", with: "").replacing("[]", with: "")
  }
}
