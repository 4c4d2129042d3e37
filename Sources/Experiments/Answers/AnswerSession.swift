internal import Kernel
public import Logistics
public import Planning
public import Scenario

/// Makes a memo: answers, rules that ask for more replications, and what the memo rests on.
public struct AnswerSession {
  /// The scenario.
  public let document: ScenarioDocument
  /// What names it.
  public let model: Model
  /// How many runs there may be at first.
  public var effort: AnswerEffort
  /// The level of intervals.
  public var level = 0.95
  /// The seed of all runs.
  public var seed: UInt64
  /// The questions to answer.
  public var questions = AnswerQuestion.allCases
  /// When the answers have had enough replications.
  public var rules: [AnswerRule] = []
  /// How often a question may get half as many replications more.
  public var rounds = 4
  /// The solver of location problems.
  public var solver: HighsSolver?
  /// What has happened already; nil before the drop.
  public var seen: SeenVisits?

  /// A session of all questions.
  public init(_ document: ScenarioDocument, _ model: Model, effort: AnswerEffort, seed: UInt64) {
    self.document = document
    self.model = model
    self.effort = effort
    self.seed = seed
  }

  /// The memo. Rules look at whole rounds of replications in their order, so that nothing depends on threads or timing.
  public mutating func book(_ bench: inout any AnswerBench) throws -> AnswerBook {
    var book = AnswerBook(
      version: EngineVersion.current, scenario: .init(name: model.name, hash: model.hash), seed: seed, level: level,
      scale: effort.scale, parameterSpread: effort.spread)
    var round = 0
    while true {
      var desk = try AnswerDesk(bench, document, model, effort: effort, level: level, seed: seed, solver: solver)
      desk.seen = seen
      let makers = AnswerMakers.all.filter { questions.contains(type(of: $0).question) }
      book.answers = try makers.map { try $0.answer(&desk) }
      if questions.contains(.traffic) {
        book.assumptions = desk.parameters.influence(
          on: try desk.latent().map { Tally(desk.values(MetricName(metric: "visits"), $0)).mean })
      }
      bench = desk.finishedBench
      book.rules = rules.map { rule in
        let width = rule.width(in: book.answers)
        return AnswerRuleOutcome(
          rule: rule.text, width: width.flatMap { $0.isFinite ? $0 : nil }, holds: (width ?? .infinity) < rule.bound)
      }
      let open = zip(rules, book.rules).filter { !$0.1.holds && questions.contains($0.0.question) }.map(\.0.question)
      if open.isEmpty || round == rounds { break }
      for question in AnswerQuestion.allCases where open.contains(question) { effort.extend(question) }
      round += 1
    }
    book.assumptionCount = document.numericParameters.count { $0.isWritten && $0.isAssumption }
    book.limits = limits(book)
    return book
  }

  private func limits(_ book: AnswerBook) -> [String] {
    let dates = Set(document.parameters.compactMap(\.asOf).filter { $0.first?.isNumber ?? false }).sorted()
    var limits = [
      "\(book.assumptionCount) numbers of the scenario say that they are assumptions; \(book.assumptions.count) uncertain numbers of demand were moved here. "
        + "doorstep sensitivity ranks all others",
      "uncertain numbers move independently and within ±\(percentText(effort.spread)): what lies beyond, and what moves together, is not in the intervals",
      "rules of law, tax and tariffs, providers and prices are illustrative data, not advice"
        + (dates.isEmpty ? "" : "; sources are dated \(dates.first!) to \(dates.last!)")
        + ". Whoever ships asks a broker",
      "competitors, a platform's algorithm, a creator's scandal and a rule that nobody has announced are not in the model",
    ]
    if effort.scale != 1 {
      limits.append(
        "this memo is a quick one: the world was simulated at \(percentText(effort.scale)) of its size and scaled back, with fewer "
          + "replications and longer time bins; its intervals are wider than the full memo's, and peaks by the second and minute are rougher"
      )
    }
    return limits
  }
}
