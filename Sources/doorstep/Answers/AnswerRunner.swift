import Experiments
import Logistics
import Scenario

/// Gives answers their runs: variants of one scenario file, on threads, with a results store and a progress line.
struct AnswerRunner: AnswerBench {
  private let path: String
  private let overrides: [String]
  private(set) var runs: ExperimentRuns
  /// The place of each variant that was run.
  private var places: [AnswerVariant: Int] = [:]
  /// What was only looked at.
  private var outlines: [[String]: ModelOutline] = [:]

  init(_ path: String, _ overrides: [String], runs: ExperimentRuns) {
    self.path = path
    self.overrides = overrides
    self.runs = runs
    places[AnswerVariant()] = 0
  }

  /// Variants that were run.
  var scenarios: Int { places.count }

  mutating func outline(of overrides: [String]) throws -> ModelOutline {
    if let known = outlines[overrides] { return known }
    let outline = ModelOutline(try load(AnswerVariant(overrides)).model)
    outlines[overrides] = outline
    return outline
  }

  mutating func figures(of wanted: [AnswerRuns], note: String) throws -> [[RunFigures]] {
    var pages: [RunBook.Page] = []
    for runs in wanted {
      let place = try place(of: runs.variant)
      pages += runs.replications.map { RunBook.Page(place, $0) }
    }
    let found = try runs.figures(of: pages, expected: pages.count, note: note)
    var first = 0
    return wanted.map { runs in
      defer { first += runs.replications.count }
      return Array(found[first..<(first + runs.replications.count)])
    }
  }

  private mutating func place(of variant: AnswerVariant) throws -> Int {
    if let known = places[variant] { return known }
    let place = runs.add(try load(variant))
    places[variant] = place
    return place
  }

  private func load(_ variant: AnswerVariant) throws -> LoadedScenario {
    let changes = overrides + variant.overrides
    if variant.sections.isEmpty { return try loadPlacedScenario(path, overrides: changes, quiet: true) }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let document = try ScenarioDocument.parse(
      "include: \"\(file)\"\n" + variant.sections, name: "a variant of \(file)", folder: folder(of: path),
      overrides: changes, schema: ModelSchema.schema)
    return LoadedScenario(document: document, model: try buildModel(document, quiet: true))
  }
}
