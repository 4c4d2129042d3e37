import Logistics
import Scenario

@testable import Experiments

/// Runs variants of a scenario that is written in a test, on one thread.
struct LocalBench: AnswerBench {
  let text: String
  private var known: [AnswerVariant: Model] = [:]

  init(_ text: String) { self.text = text }

  func document(_ variant: AnswerVariant = AnswerVariant()) throws -> ScenarioDocument {
    try ScenarioDocument.parse(
      text + variant.sections, name: "test.yaml", folder: "", overrides: variant.overrides, schema: ModelSchema.schema)
  }

  private mutating func model(_ variant: AnswerVariant) throws -> Model {
    if let model = known[variant] { return model }
    let model = try Model.build(document(variant))
    known[variant] = model
    return model
  }

  mutating func outline(of overrides: [String]) throws -> ModelOutline {
    ModelOutline(try model(AnswerVariant(overrides)))
  }

  mutating func figures(of wanted: [AnswerRuns], note: String) throws -> [[RunFigures]] {
    var found: [[RunFigures]] = []
    for runs in wanted {
      var book = RunBook([try model(runs.variant)], seed: 1, pool: RunPool(workers: 2))
      let pages = runs.replications.map { RunBook.Page(0, $0) }
      found.append(try book.figures(of: pages, store: nil, while: { true }) { _, _ in } ?? [])
    }
    return found
  }
}
