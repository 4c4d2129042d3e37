import ArgumentParser
import Experiments
import Foundation
import Kernel
import Logistics
import Reporting
import Scenario

/// Strikes a scenario, shock by shock.
struct Stress: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Strike a scenario at its peak, shock by shock and stacked, and rank what it costs.",
    discussion: """
      Without --shocks the list is made from the scenario: each provider, border, warehouse, lane, payment and last mile, and \
      twice the demand. Every shock runs with the random numbers of the undisturbed run.
      """)
  static let examples = [
    Example(
      "doorstep stress scenarios/ci-smoke.yaml --set end=2026-12-01T00:00:00Z --filter provider --replications 2",
      "Each provider out for three days, and the worst together.")
  ]

  @Argument(help: "The scenario file.") var scenario: String
  @Option(help: ArgumentHelp("Shocks of one's own, see docs/guide/stress.md.", valueName: "file")) var shocks: String?
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Only shocks whose name contains this; may be repeated.", valueName: "text"))
  var filter: [String] = []
  @Option(help: ArgumentHelp("The share of late deliveries above which a promised day fails.", valueName: "percent"))
  var late = Percentage(share: 0.1)
  @Option(help: ArgumentHelp("When shocks begin. (default: the day with the most orders)", valueName: "instant"))
  var at: Instant?
  @Option(
    parsing: .unconditional, help: "Shocks to strike together, the worst of all.", transform: wholeNumber(in: 0...5))
  var stack: Int = 3
  @Option(parsing: .unconditional, help: "Replications of each shock.", transform: wholeNumber(in: 2...10_000))
  var replications: Int = 4
  @Option(
    parsing: .unconditional, help: "The seed of all random numbers. (default: the scenario's)",
    transform: wholeNumber(in: 0...UInt64.max))
  var seed: UInt64?
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var overrides: OverrideOption
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func run() throws {
    let loaded = try loadScenario(scenario, overrides: overrides.overrides, quiet: quiet)
    let all = try shocks.map(Shock.read) ?? Shock.builtIn(loaded.document)
    let network = loaded.model.span
    if let at, !network.contains(at.time) {
      throw Failure(
        .usage, "--at \(at.time) is outside the run",
        help: "write an instant from \(network.lowerBound) and before \(network.upperBound)")
    }
    let chosen = all.filter { shock in filter.isEmpty || filter.contains { shock.name.contains($0) } }
    guard !chosen.isEmpty else {
      throw Failure(
        .nothingSelected, "no shock is selected of \(all.count)",
        help: "the shocks are \(all.prefix(6).map(\.name).joined(separator: "; "))")
    }
    var identity = identity(loaded.model, SimulationOptions())
    identity.seed = seed ?? loaded.model.seed
    identity.threads = threads.count
    if !quiet { Terminal.note(headLine(identity)) }
    Interrupt.install()
    let quietRuns = try runs(of: [loaded.model])[0]
    let begin = at?.time ?? peak(of: quietRuns)
    var report = StressReport(
      identity: identity, begin: begin, limit: late.share, replications: replications,
      currency: quietRuns[0].money.currency, digits: quietRuns[0].money.minorDigits)
    let ready = try build(chosen, begin, beside: loaded.model, &report)
    if ready.isEmpty {
      let reasons = report.skipped.map { "\($0.name): \($0.reason)" }.joined(separator: "; ")
      throw Failure(
        .nothingSelected, "no shock changes anything: \(reasons)",
        help: "name other shocks, or another instant with --at")
    }
    let results = try runs(of: ready.map(\.model))
    let rows = zip(ready, results).map { one, shocked in
      StressRow(
        name: one.shock.name, measure: measure(shocked, quietRuns, begin + one.shock.after), interaction: nil)
    }
    let order = rows.indices.sorted { (-rows[$0].measure.cost.estimate, $0) < (-rows[$1].measure.cost.estimate, $1) }
    report.single = order.map { rows[$0] }
    report.stacked = try stacks(order.map { (ready[$0].shock, rows[$0]) }, quietRuns, begin)
    try Terminal.out(text(of: report))
  }

  /// The worst two together, the worst three, and so on; of shocks that set the same value, only the worst.
  private func stacks(
    _ worst: [(shock: Shock, row: StressRow)], _ quietRuns: [RunResult], _ begin: SimTime
  ) throws -> [StressRow] {
    var set: [String] = []
    let worst = worst.filter { one in
      let paths = one.shock.overrides.map(Self.path)
      if paths.contains(where: set.contains) { return false }
      set += paths
      return true
    }
    let sizes = (2...max(2, stack)).filter { $0 <= min(stack, worst.count) }
    let models = try sizes.map { try model(worst.prefix($0).map(\.shock), begin) }
    return zip(sizes, try runs(of: models)).map { size, shocked in
      let begins = worst.prefix(size).map { begin + $0.shock.after }.min() ?? begin
      let measure = measure(shocked, quietRuns, begins)
      let parts = worst.prefix(size).reduce(0) { $0 + $1.row.measure.cost.estimate }
      return StressRow(
        name: worst.prefix(size).map(\.row.name).joined(separator: " + "), measure: measure,
        interaction: measure.cost.estimate - parts)
    }
  }

  /// The scenario with shocks; those of the built-in list that cannot be put into it, and all that change nothing, are told.
  ///
  /// - Throws: What is wrong with a shock of one's own.
  private func build(
    _ shocks: [Shock], _ begin: SimTime, beside quiet: Model, _ report: inout StressReport
  ) throws -> [(shock: Shock, model: Model)] {
    try shocks.compactMap { shock in
      do {
        let model = try model([shock], begin)
        let known = Set(quiet.warnings.warnings.map(\.message))
        guard let warning = model.warnings.warnings.first(where: { !known.contains($0.message) }) else {
          return (shock, model)
        }
        report.skipped.append((shock.name, warning.message))
      } catch let problems as Diagnostics where self.shocks != nil {
        Terminal.note("\(problems)")
        throw Failure(.scenarioInvalid, "the shock \"\(shock.name)\" does not fit the scenario")
      } catch let problems as Diagnostics {
        report.skipped.append((shock.name, problems.errors.first?.message ?? "it does not fit"))
      } catch {
        report.skipped.append((shock.name, "\(error)"))
      }
      return nil
    }
  }

  /// The scenario with disruptions beside its own.
  private func model(_ shocks: [Shock], _ begin: SimTime) throws -> Model {
    let file = scenario.split(separator: "/").last.map(String.init) ?? scenario
    var text = "include: \"\(file)\"\n"
    let struck = shocks.compactMap { $0.disruption(at: begin) }
    if !struck.isEmpty { text += "disruptions:\n" }
    for (number, entry) in struck.enumerated() { text += "  stress-\(number + 1): \(entry)\n" }
    let changes = shocks.flatMap(\.overrides)
    let changed = changes.map(Self.path)
    let kept = overrides.overrides.filter { !changed.contains(Self.path($0)) }
    let document = try ScenarioDocument.parse(
      text, name: "stress of \(file)", folder: folder(of: scenario), overrides: kept + changes,
      schema: ModelSchema.schema)
    return try buildModel(document, quiet: true)
  }

  /// What an override sets.
  private static func path(_ text: String) -> String {
    String(text.prefix { $0 != "=" }).trimmingCharacters(in: .whitespaces)
  }

  private func measure(_ shocked: [RunResult], _ quietRuns: [RunResult], _ begin: SimTime) -> StressMeasure {
    StressMeasure(shocked: shocked, quiet: quietRuns, begin: begin.microseconds, limit: late.share)
  }

  /// The replications of models, all side by side.
  private func runs(of models: [Model]) throws -> [[RunResult]] {
    let jobs = models.flatMap { model in (0..<UInt32(replications)).map { RunJob(model, seed: seed, replication: $0) } }
    var results = [RunResult?](repeating: nil, count: jobs.count)
    var progress = ExperimentProgress(total: jobs.count, quiet: quiet)
    let isWhole = RunPool(workers: threads.count).run(jobs, while: { !Interrupt.isRequested }) { place, result in
      results[place] = result
      progress.advance()
    }
    progress.clear()
    guard isWhole else { throw Failure(.interrupted, "interrupted before all shocks had run") }
    let all = results.compactMap { $0 }
    if let violation = all.lazy.flatMap(\.invariants.violations).first {
      throw Failure(.invariantBroken, "model invariant broken: \(violation)")
    }
    return models.indices.map { Array(all[($0 * replications)..<(($0 + 1) * replications)]) }
  }

  private func text(of report: StressReport) -> String {
    switch format.format {
    case .text: report.text
    case .json: report.document.text()
    case .csv: report.table(report.single + report.stacked, isStacked: true).csv()
    case .md: report.markdown
    }
  }
}
