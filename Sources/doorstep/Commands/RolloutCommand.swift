import ArgumentParser
import Experiments
import Kernel
import Logistics
import Planning
import Reporting
import Scenario

/// Launches a scenario market by market.
struct RolloutCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "rollout",
    abstract: "Launch market by market: scale what works, stop what does not, against launching everywhere at once.",
    discussion: """
      Each window is one run of the scenario in which a single market sells. After it a market is scaled by five when \
      both P(an order contributes more than nothing) and P(on time in full reaches the target) are above 0.9, stopped \
      when one of them is below 0.2, and continued otherwise. The market that is launched next has the most learning \
      value for its cost.
      """)
  static let examples = [
    Example(
      "doorstep rollout scenarios/ci-smoke.yaml --futures 2 --windows 3 --start 20% --spend-cap 20000",
      "Two futures of three windows.")
  ]

  @Argument(help: "The scenario file.") var scenario: String
  @Option(help: "The scale of a first launch; the scenario as written is 100 %.") var start = Percentage(share: 0.04)
  @Option(help: "Windows of a future.", transform: wholeNumber(in: 1...1_000)) var windows: Int = 5
  @Option(help: "Futures.", transform: wholeNumber(in: 2...10_000)) var futures: Int = 4
  @Option(
    help: ArgumentHelp(
      "The most that a window of a market below full scale may cost, in the scenario's currency. (default: no limit)",
      valueName: "amount"))
  var spendCap: Double?
  @Option(help: "Share of orders that must come on time in full.") var target = Percentage(share: 0.9)
  @Option(help: "Deviation of what an order contributes, in the scenario's currency.") var orderDeviation: Double = 30
  @Option(help: "Deviation of the mean contribution before anything is seen.") var priorDeviation: Double = 10
  @Option(help: "Deviation of a window's mean contribution that its orders have in common.")
  var windowDeviation: Double = 2
  @Option(help: "Correlation of being on time between two orders of a window, 0 to 1.")
  var correlation: Double = 0.01
  @Option(
    parsing: .unconditional, help: "The seed of all random numbers. (default: the scenario's)",
    transform: wholeNumber(in: 0...UInt64.max))
  var seed: UInt64?
  @Option(help: ArgumentHelp("Keep rollout.json, rollout.md and rollout.csv there.", valueName: "dir"))
  var out: String?
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var overrides: OverrideOption
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func validate() throws {
    guard start.share > 0, start.share <= 1, target.share > 0, target.share < 1 else {
      throw ValidationError("--start is above 0 and at most 100 %, --target between 0 and 100 %.")
    }
    for (name, value) in [
      ("spend-cap", spendCap ?? 1), ("order-deviation", orderDeviation), ("prior-deviation", priorDeviation),
    ]
    where !(value > 0 && value < 1e15) { throw ValidationError("--\(name) \(value) is no number above 0.") }
    guard windowDeviation >= 0, windowDeviation < 1e15, correlation >= 0, correlation <= 1 else {
      throw ValidationError("--window-deviation is at least 0, --correlation from 0 to 1.")
    }
  }

  func run() throws {
    let base = try loadPlacedScenario(scenario, overrides: overrides.overrides, quiet: quiet)
    let markets = base.document.root.items("markets{}").map(\.name)
    guard markets.count > 1 else {
      throw Failure(.nothingSelected, "the scenario has one market", help: "a rollout needs at least two")
    }
    var terms = Rollout.Terms()
    terms.start = start.share
    terms.windows = windows
    terms.futures = futures
    terms.cap = spendCap ?? .infinity
    terms.target = target.share
    terms.spread = MarketBelief.Spread(
      prior: priorDeviation, order: orderDeviation, window: windowDeviation, correlation: correlation)
    let folder = try out.map { try OutputFolder($0) }
    defer { folder?.discard() }
    let seed = seed ?? base.model.seed
    let written = base.document.parameters.first { $0.path == "scale.all" }.flatMap { Double($0.value) } ?? 1
    Interrupt.install()
    var models: [String: Model] = [:]
    func model(_ window: Rollout.Window) throws -> Model {
      let key = "\(window.market) \(window.scale)"
      if let known = models[key] { return known }
      let others = markets.indices.filter { $0 != window.market }.map {
        "markets.\(markets[$0]).funnel.conversion=0"
      }
      let changes = overrides.overrides + others + ["scale.all=\((written * window.scale).text)"]
      let made = try loadPlacedScenario(scenario, overrides: changes, quiet: true).model
      models[key] = made
      return made
    }
    do {
      let result = try Rollout(markets: markets, terms: terms).run { windows in
        let jobs = try windows.map { RunJob(try model($0), seed: seed, replication: $0.replication) }
        return try allRuns(jobs, workers: threads.count, quiet: quiet).map { Rollout.Outcome($0) }
      }
      let report = RolloutReport(
        head:
          "doorstep \(EngineVersion.current), rollout of \(base.model.name) \(base.model.hash.prefix(12)), seed \(seed), "
          + "\(futures) futures of \(windows) windows", hash: base.model.hash, seed: seed,
        currency: base.model.reportCurrency, markets: markets, terms: terms, result: result)
      let json = report.document.text()
      try folder?.publish(["rollout.json", "rollout.md", "rollout.csv"]) { place in
        try writeFile(json, to: place("rollout.json"))
        try writeFile(report.markdown, to: place("rollout.md"))
        try writeFile(report.log.csv(), to: place("rollout.csv"))
      }
      switch format.format {
      case .text: try Terminal.out(report.text)
      case .json: try Terminal.out(json)
      case .csv: try Terminal.out(report.log.csv())
      case .md: try Terminal.out(report.markdown)
      }
    } catch var failure as Failure {
      if self.seed == nil { failure.reproducing = ["--seed", String(seed)] }
      throw failure
    }
  }
}
