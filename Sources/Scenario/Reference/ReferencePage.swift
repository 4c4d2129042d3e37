extension ScenarioSchema {
  /// The reference page of the scenario language, in Markdown: one table per group, then how values are written.
  ///
  /// - Parameter introduction: What stands above the tables of another language than that of scenarios.
  public func referenceMarkdown(introduction: String? = nil) -> String {
    var page = introduction ?? Self.introduction
    for group in groups { page += Self.section(of: group) }
    page += "\n## Values\n\n| Value | How to write it | Example |\n| --- | --- | --- |\n"
    for kind in kinds { page += "| \(kind.name) | \(Self.cell(kind.hint)) | `\(Self.cell(kind.example))` |\n" }
    return page
  }

  private static let introduction = """
    # Scenario reference

    Generated from the declarations of the fields; `doorstep explain FIELD` prints one of them.

    - `name{}` is a map whose keys are your names, `name[]` a list. A field without a default must be written.
    - Any value may say where it comes from: `{ value: 30, source: "assumption", as_of: 2025-06-30, note: "…" }`, and
      any section may carry `source`, `as_of` and `note`.
    - `include: [FILE, pack:NAME]` lays the scenario over other files: sections and named entries merge, values and
      lists replace. `--set scale.demand=2` lays one value over all of it; `--set nodes.leipzig.pack.stations=40` reaches
      into a named entry, `--set posts[0].branching=0.9` into a list.

    """

  private static func section(of group: FieldGroup) -> String {
    var text = "\n## \(group.name)\n\n\(group.doc)\n\n"
    for rule in group.sections {
      let least = rule.minimum > 0 ? " At least \(rule.minimum)." : ""
      let names = rule.names.map { " The names are \($0.kind.hint)." } ?? ""
      text += "- `\(rule.path)`\(rule.isOptional ? " (optional)" : ""): \(rule.doc)\(least)\(names)\n"
    }
    if !group.sections.isEmpty { text += "\n" }
    text += "| Field | Value | Default | Since | Meaning |\n| --- | --- | --- | --- | --- |\n"
    for field in group.fields { text += row(of: field.declaration) }
    return text
  }

  private static func row(of field: FieldDeclaration) -> String {
    var value = field.kind.name == "choice" ? field.kind.hint : field.kind.name
    if let limits = field.limits { value += ", \(limits)" }
    if let target = field.target { value += " to `\(target)`" }
    var doc = field.doc
    if let source = field.source { doc += " Source of the default: \(source)." }
    if let instead = field.deprecated { doc += " On its way out: \(instead)." }
    return "| `\(field.path)` | \(cell(value)) | \(defaultText(field)) | \(field.since) | \(cell(doc)) |\n"
  }

  private static func defaultText(_ field: FieldDeclaration) -> String {
    switch field.defaultWritten {
    case nil: return "required"
    case .null: return "none"
    case let value?: return "`\(cell(value.line))`"
    }
  }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|").replacing("\n", with: " ") }

  /// The kinds that the fields use, by name, choices left out: they stand with their field.
  private var kinds: [ValueKind] {
    var seen = Set<String>()
    return fields.map(\.kind).filter { !$0.name.contains("choice") && !$0.name.hasPrefix("optional ") }
      .filter { seen.insert($0.name).inserted }.sorted { $0.name < $1.name }
  }
}
