import Experiments
import Logistics
import Scenario

/// Gives answers their runs: variants of one scenario file, on threads, with a results store and a progress line.
struct AnswerRunner: AnswerBench {
  private let path: String
  private let overrides: [String]
  private(set) var runs: ExperimentRuns
  /// The place of each variant that was asked for, by its overrides.
  private var places: [[String]: Int] = [:]

  init(_ path: String, _ overrides: [String], runs: ExperimentRuns) {
    self.path = path
    self.overrides = overrides
    self.runs = runs
    places[[]] = 0
  }

  /// Variants that were loaded.
  var scenarios: Int { places.count }

  mutating func outline(of overrides: [String]) throws -> ModelOutline {
    let place = try place(of: overrides)
    return ModelOutline(runs.book.models[place])
  }

  mutating func figures(of wanted: [AnswerRuns], note: String) throws -> [[RunFigures]] {
    var pages: [RunBook.Page] = []
    for runs in wanted {
      let place = try place(of: runs.overrides)
      pages += runs.replications.map { RunBook.Page(place, $0) }
    }
    let found = try runs.figures(of: pages, expected: pages.count, note: note)
    var first = 0
    return wanted.map { runs in
      defer { first += runs.replications.count }
      return Array(found[first..<(first + runs.replications.count)])
    }
  }

  private mutating func place(of changes: [String]) throws -> Int {
    if let known = places[changes] { return known }
    let place = runs.add(try loadPlacedScenario(path, overrides: overrides + changes, quiet: true))
    places[changes] = place
    return place
  }
}
