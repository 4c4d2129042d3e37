import ArgumentParser
import Logistics
import Reporting
import Scenario

/// Explains fields of scenarios.
struct Explain: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Explain a field of scenarios: meaning, unit, range, default and source.",
    discussion: "Without a field, all fields are listed by group.")
  static let examples = [
    Example("doorstep explain scale.demand", "One field."), Example("doorstep explain", "All fields."),
  ]

  @Argument(help: "The path of a field or a section, with or without the braces.") var field: String?

  @OptionGroup var format: FormatOption

  func run() throws {
    if format.format != .text { return try Terminal.out(table(of: try declarations())) }
    guard let field else { return try Terminal.out(list()) }
    let explanation = ModelSchema.schema.explain(field)
    guard explanation.isFound else {
      throw Failure(.nothingSelected, explanation.text, help: "doorstep explain lists all fields")
    }
    try Terminal.out(explanation.text.hasSuffix("\n") ? explanation.text : explanation.text + "\n")
  }

  private func declarations() throws -> [FieldDeclaration] {
    guard let field else { return ModelSchema.schema.fields }
    let found = ModelSchema.schema.fields(at: field)
    guard found.isEmpty else { return found }
    throw Failure(
      .nothingSelected, ModelSchema.schema.explain(field).text, help: "doorstep explain lists all fields")
  }

  /// One row or object per field.
  private func table(of fields: [FieldDeclaration]) -> String {
    let titles = ["field", "value", "range", "refers_to", "default", "source", "since", "deprecated", "meaning"]
    let rows: [[String?]] = fields.map { field in
      [
        field.path.description, field.kind.hint, field.limits, field.target?.description,
        field.defaultWritten.flatMap { $0 == .null ? nil : $0.line }, field.source, field.since, field.deprecated,
        field.doc,
      ]
    }
    if format.format == .json {
      let objects = JSONValue.array(of: rows) { row in
        .object(zip(titles, row).map { .init(key: $0, value: $1.map { .string($0) } ?? .null) })
      }
      return JSONValue.object([.init(key: "schema", value: .integer(1)), .init(key: "fields", value: objects)]).text()
    }
    var table = Table(titles.map { .text($0) })
    table.rows = rows.map { $0.map { $0 ?? "" } }
    return format.format == .csv ? table.csv() : table.markdown()
  }

  private func list() -> String {
    ModelSchema.schema.groups.map { group in
      var table = Table([.text("field"), .text("meaning")])
      for field in group.fields { table.add(field.declaration.path.description, field.declaration.doc) }
      return "\(group.name): \(group.doc)\n\(table.text())"
    }.joined(separator: "\n")
  }
}
