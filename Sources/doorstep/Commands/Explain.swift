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

  func run() throws {
    guard let field else { return try Terminal.out(list()) }
    let explanation = ModelSchema.schema.explain(field)
    guard explanation.isFound else {
      throw Failure(.nothingSelected, "there is no field \"\(field)\"", help: explanation.text)
    }
    try Terminal.out(explanation.text.hasSuffix("\n") ? explanation.text : explanation.text + "\n")
  }

  private func list() -> String {
    ModelSchema.schema.groups.map { group in
      var table = Table([.text("field"), .text("meaning")])
      for field in group.fields { table.add(field.declaration.path.description, field.declaration.doc) }
      return "\(group.name): \(group.doc)\n\(table.text())"
    }.joined(separator: "\n")
  }
}
