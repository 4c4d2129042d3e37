import ArgumentParser
import Experiments
import Foundation
import Kernel
import Logistics
import Planning
import Reporting
import Scenario

/// Chooses providers for a scenario.
struct ProvidersPortfolioCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "portfolio",
    abstract:
      "Choose providers and volumes for a scenario's lanes, and simulate the choice with and without an outage.",
    discussion: """
      A mixed-integer program takes approved providers for each market that has nodes of its own; the choice is run in \
      place of the scenario's providers, and once more with its largest provider out for some days at the peak. The \
      same is done for the cheapest choice without a second provider. Needs the solver HiGHS: run tools/solver.
      """)
  static let examples = [
    Example(
      "doorstep providers portfolio scenarios/ci-smoke.yaml --replications 2 --two-above 20",
      "The choice for two markets.")
  ]

  @Argument(help: "The scenario file.") var scenario: String
  @OptionGroup var manifests: ManifestOption
  @Option(help: "What a late parcel costs, in the scenario's currency.") var latePenalty: Double = 5
  @Option(help: "The largest share of a lane that one provider gets, where the lane needs two.")
  var maxShare = Percentage(share: 0.6)
  @Option(help: "Parcels a day above which a lane needs two providers.") var twoAbove: Double = 50
  @Option(help: "Share of parcels that must be expected in time.") var onTime = Percentage(share: 0.95)
  @Option(help: "A busy day's parcels over those of the mean day.") var busyDay: Double = 2
  @Option(help: "How many days the largest provider is out.", transform: wholeNumber(in: 1...365)) var outage: Int = 3
  @Option(help: "Replications of each variant. (default: 10)", transform: wholeNumber(in: 2...10_000))
  var replications: Int = 10
  @Option(
    parsing: .unconditional, help: "The seed of all random numbers. (default: the scenario's)",
    transform: wholeNumber(in: 0...UInt64.max))
  var seed: UInt64?
  @Option(help: ArgumentHelp("Write the scenario with the choice there.", valueName: "file")) var write: String?
  @Option(
    help: ArgumentHelp(
      "Keep portfolio.json, portfolio.md, portfolio.csv and the scenario with the choice, portfolio.yaml, there.",
      valueName: "dir"))
  var out: String?
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var overrides: OverrideOption
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func validate() throws {
    for (name, value) in [("late-penalty", latePenalty), ("two-above", twoAbove), ("busy-day", busyDay)]
    where !(value >= 0 && value < 1e12) { throw ValidationError("--\(name) \(value) is no number of at least 0.") }
    guard (0.5...1).contains(maxShare.share), onTime.share <= 1 else {
      throw ValidationError("--max-share is from 50 % to 100 %, --on-time at most 100 %.")
    }
  }

  func run() throws {
    let store = try manifests.store()
    let base = try loadPlacedScenario(scenario, overrides: overrides.overrides, quiet: quiet)
    let solver = try installedSolver()
    let output = try out.map { try OutputFolder($0) }
    defer { output?.discard() }
    let seed = seed ?? base.model.seed
    Interrupt.install()
    do {
      let written = try runs(of: [base.model], seed)[0]
      var terms = PortfolioCase.Terms()
      terms.latePenalty = latePenalty
      terms.maxShare = maxShare.share
      terms.twoProvidersAbove = twoAbove
      terms.onTimeTarget = onTime.share
      terms.busyDay = busyDay
      let choice = try PortfolioCase(store: store, model: base.model, runs: written, terms: terms)
      guard !choice.problem.lanes.isEmpty else {
        throw Failure(
          .nothingSelected, "no lane of the scenario can be given to providers of the store",
          help: choice.leftOut.first.map { "\($0.country): \($0.reason)" })
      }
      let plan = try solve(choice, solver)
      let cheap = try PortfolioCase(store: store, model: base.model, runs: written, terms: terms.cheapest)
      let cheapPlan = try solve(cheap, solver)
      let begin = peak(of: written)
      let file = scenario.split(separator: "/").last.map(String.init) ?? scenario
      let overlay = choice.overlay(plan, on: URL(filePath: scenario).standardizedFileURL.path)
      if let write { try writeFile(overlay, to: write) }
      func texts(_ choice: PortfolioCase, _ plan: ProviderPortfolio.Plan) -> [String] {
        let outage = choice.top(of: plan).map { (provider: $0, from: "\(begin)", days: self.outage) }
        return [choice.overlay(plan, on: file), choice.overlay(plan, on: file, outage: outage)]
      }
      let models = try (texts(choice, plan) + texts(cheap, cheapPlan)).map { text in
        let document = try ScenarioDocument.parse(
          text, name: "portfolio of \(file)", folder: folder(of: scenario), overrides: overrides.overrides,
          schema: ModelSchema.schema)
        return try buildModel(document, quiet: true)
      }
      let results = try runs(of: models, seed)
      let report = PortfolioReport(
        head:
          "doorstep \(EngineVersion.current), providers for \(base.model.name) \(base.model.hash.prefix(12)), seed \(seed), "
          + "\(replications) replications", hash: base.model.hash, seed: seed, replications: replications,
        solver: solver.version, currency: base.model.reportCurrency, choice: choice, plan: plan,
        figures: figures(written, results, choice, plan, cheap, cheapPlan))
      try output?.publish(["portfolio.json", "portfolio.md", "portfolio.csv", "portfolio.yaml"]) { place in
        try writeFile(report.document.text(), to: place("portfolio.json"))
        try writeFile(report.markdown, to: place("portfolio.md"))
        try writeFile(report.volumes.csv(), to: place("portfolio.csv"))
        try writeFile(overlay, to: place("portfolio.yaml"))
      }
      try Terminal.out(text(of: report))
    } catch var failure as Failure {
      if self.seed == nil { failure.reproducing = ["--seed", String(seed)] }
      throw failure
    }
  }

  private func text(of report: PortfolioReport) -> String {
    switch format.format {
    case .text: report.text
    case .json: report.document.text()
    case .csv: report.volumes.csv()
    case .md: report.markdown
    }
  }

  private func solve(_ choice: PortfolioCase, _ solver: HighsSolver) throws -> ProviderPortfolio.Plan {
    do throws(HighsSolver.Failure) { return try choice.problem.solve(with: solver) } catch {
      let reasons = choice.problem.obstacles
      throw Failure(
        .nothingSelected, reasons.isEmpty ? "no portfolio meets all that is asked" : reasons.joined(separator: "; "),
        help: "ask for less: --on-time, --busy-day, --two-above, --max-share")
    }
  }

  /// What the runs say: in time, contribution against the scenario as written, and what an outage costs either choice.
  private func figures(
    _ written: [RunResult], _ results: [[RunResult]], _ choice: PortfolioCase, _ plan: ProviderPortfolio.Plan,
    _ cheap: PortfolioCase, _ cheapPlan: ProviderPortfolio.Plan
  ) -> [PortfolioReport.Figure] {
    let hit = MetricName(metric: "promise_hit")
    let contribution = MetricName(metric: "contribution")
    let currency = written[0].money.currency
    func estimate(_ title: String, _ runs: [RunResult]) -> PortfolioReport.Figure? {
      MetricEstimate(hit, runs.map { $0.sample(hit) }, level: 0.95).interval.map {
        .init(title, estimate: $0.estimate, lower: $0.lower, upper: $0.upper, unit: "share")
      }
    }
    func difference(_ title: String, _ name: MetricName, _ a: [RunResult], _ b: [RunResult])
      -> PortfolioReport.Figure?
    {
      VariantDifference(name, a.map { $0.sample(name) }, minus: b.map { $0.sample(name) }, level: 0.95, isPaired: true)
        .interval.map {
          .init(
            title, estimate: $0.estimate, lower: $0.lower, upper: $0.upper,
            unit: name == hit ? "share" : currency)
        }
    }
    let name = choice.top(of: plan).map { choice.problem.providers[$0].name } ?? "nobody"
    let cheapName = cheap.top(of: cheapPlan).map { cheap.problem.providers[$0].name } ?? "nobody"
    return [
      estimate("on time in full, as written", written), estimate("on time in full, portfolio", results[0]),
      estimate("on time in full, cheapest", results[2]),
      difference("contribution, portfolio less as written", contribution, results[0], written),
      difference("contribution, portfolio less cheapest", contribution, results[0], results[2]),
      difference("\(name) out \(outage) d: contribution lost by the portfolio", contribution, results[0], results[1]),
      difference(
        "\(cheapName) out \(outage) d: contribution lost by the cheapest", contribution, results[2], results[3]),
      difference("\(name) out \(outage) d: on time lost by the portfolio", hit, results[0], results[1]),
      difference("\(cheapName) out \(outage) d: on time lost by the cheapest", hit, results[2], results[3]),
    ].compactMap { $0 }
  }

  /// The replications of models, all side by side.
  private func runs(of models: [Model], _ seed: UInt64) throws -> [[RunResult]] {
    let jobs = models.flatMap { model in (0..<UInt32(replications)).map { RunJob(model, seed: seed, replication: $0) } }
    return try allRuns(jobs, workers: threads.count, quiet: quiet).chunked(by: replications)
  }
}

extension Array {
  /// Parts of one length.
  func chunked(by length: Int) -> [[Element]] {
    stride(from: 0, to: count, by: length).map { Array(self[$0..<Swift.min($0 + length, count)]) }
  }
}

/// Does runs with a progress line and returns them in order.
///
/// - Throws: ``Failure`` when the user asked to stop, or a conservation check failed.
func allRuns(_ jobs: [RunJob], workers: Int, quiet: Bool) throws -> [RunResult] {
  var results = [RunResult?](repeating: nil, count: jobs.count)
  var progress = ExperimentProgress(total: jobs.count, quiet: quiet)
  let isWhole = RunPool(workers: workers).run(jobs, while: { !Interrupt.isRequested }) { place, result in
    results[place] = result
    progress.advance()
  }
  progress.clear()
  guard isWhole else { throw Failure(.interrupted, "interrupted before all runs were done") }
  let all = results.compactMap { $0 }
  if let violation = all.lazy.flatMap(\.invariants.violations).first {
    throw Failure(.invariantBroken, "model invariant broken: \(violation)")
  }
  return all
}

/// The begin of the 24 hours with the most orders, over all runs and countries.
func peak(of runs: [RunResult]) -> SimTime {
  var hours: [Int] = []
  for series in runs.flatMap(\.hourly.countries) {
    if hours.count < series.orders.count { hours += Array(repeating: 0, count: series.orders.count - hours.count) }
    for (hour, orders) in series.orders.enumerated() { hours[hour] += orders }
  }
  var best = (orders: -1, hour: 0)
  for hour in 0..<Swift.max(1, hours.count - 23) {
    let orders = hours[hour..<Swift.min(hour + 24, hours.count)].reduce(0, +)
    if orders > best.orders { best = (orders, hour) }
  }
  return SimTime(microseconds: runs[0].hourly.startMicroseconds + Int64(best.hour) * 3_600_000_000)
}
