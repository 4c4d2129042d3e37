import ArgumentParser
import Experiments
import Kernel
import Logistics
import Planning
import Reporting
import Scenario

/// Tells which assumption moves which answer most.
struct SensitivityCommand: Verb {
  /// How numbers are moved.
  enum Method: String, ExpressibleByArgument, CaseIterable { case single, morris }

  static let configuration = CommandConfiguration(
    commandName: "sensitivity", abstract: "Tell which assumptions move which answers most.",
    discussion: """
      Without --field, all numbers that the scenario writes with source: assumption are moved. Runs have common random \
      numbers; results do not depend on the number of threads.
      """)
  static let examples = [
    Example(
      "doorstep sensitivity scenarios/ci-smoke.yaml --field markets.US.funnel.conversion --field placement.forwardShare "
        + "--metric contribution --replications 2", "Two numbers, each 10 % down and up."),
    Example(
      "doorstep sensitivity scenarios/ci-smoke.yaml --field services.us-ground.price --field "
        + "markets.DE.exchangeRate=1.05..1.25 --by 20% --metric contribution --replications 2",
      "All numbers of a section, and one with its own range."),
    Example(
      "doorstep sensitivity scenarios/ci-smoke.yaml --method morris --walks 2 --field nodes.ohio.pack.stations "
        + "--field markets.US.lastMile.stops --metric late_share",
      "Many numbers at once: Morris' elementary effects."),
  ]

  @Argument(help: "The scenario file.") var scenario: String
  @Option(
    name: .customLong("metric"), parsing: .singleValue,
    help: ArgumentHelp(
      "What to look at, see `doorstep help thresholds`; may be repeated. (default: contribution, late_share)",
      valueName: "metric"))
  var metrics: [String] = []
  @Option(
    name: .customLong("field"), parsing: .singleValue,
    help: ArgumentHelp(
      "A number to move, or a section of them, with a range of its own where given; may be repeated.",
      valueName: "path[=low..high]"))
  var fields: [String] = []
  @Option(help: "How far numbers are moved that have no range of their own, down and up.") var by = "10 %"
  @Option(help: "single: each number alone; morris: walks that change all of them one after the other.")
  var method: Method = .single
  @Option(
    help: "Replications of each change, with --method single. (default: 5)", transform: wholeNumber(in: 2...100_000))
  var replications: Int = 5
  @Option(help: "Walks of --method morris. (default: 10)", transform: wholeNumber(in: 2...100_000)) var walks: Int = 10
  @Option(help: "Numbers shown of each metric. (default: 20)", transform: wholeNumber(in: 1...100_000)) var top: Int =
    20
  @Option(help: "The confidence level of intervals.") var level: Double = 0.95
  @Option(
    parsing: .unconditional, help: "The seed of all random numbers. (default: the scenario's)",
    transform: wholeNumber(in: 0...UInt64.max))
  var seed: UInt64?
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var overrides: OverrideOption
  @Option(
    help: ArgumentHelp(
      "Keep sensitivity.json and sensitivity.txt there, and all runs in results.sqlite; runs that are there are not done again.",
      valueName: "dir"))
  var out: String?
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func validate() throws {
    if !(level > 0 && level < 1) { throw ValidationError("--level \(level) is not above 0 and below 1.") }
    guard case .share(let share)? = IndifferenceZone(by.contains("%") ? by : by + " %"), share > 0, share < 1 else {
      throw ValidationError("--by \"\(by)\" is no percentage above 0 and below 100 %.")
    }
  }

  func run() throws {
    Interrupt.install()
    let base = try loadPlacedScenario(scenario, overrides: overrides.overrides, quiet: quiet)
    let names = try (metrics.isEmpty ? ["contribution", "late_share"] : metrics).map {
      try metricName($0, [base.model])
    }
    let folder = try out.map { try OutputFolder($0) }
    defer { folder?.discard() }
    let seed = seed ?? base.model.seed
    var search = FieldSearch(scenario, base, overrides.overrides, share: share)
    try search.choose(fields)
    guard !search.ranges.isEmpty else {
      let reasons = search.refusals.prefix(3).map { ": \($0.path) \($0.reason)" }.joined()
      throw Failure(
        .nothingSelected, "no number of the scenario can be moved\(reasons)",
        help: "choose some with --field; doorstep lint --resolved lists all fields")
    }
    var report = SensitivityReport(
      version: EngineVersion.current, scenario: base.model.name, hash: base.model.hash, seed: seed,
      replications: method == .single ? replications : walks, level: level, fields: search.ranges.count, shown: top)
    do {
      if method == .single {
        try single(&search, names, &report, seed)
      } else {
        try morris(&search, names, &report, seed)
      }
      report.refusals = search.refusals
      try folder?.publish(["sensitivity.json", "sensitivity.txt"]) { place in
        try writeFile(sensitivityDocument(report).text(), to: place("sensitivity.json"))
        try writeFile(textSummary(report), to: place("sensitivity.txt"))
      }
      try Terminal.out(text(of: report))
    } catch var failure as Failure {
      if self.seed == nil { failure.reproducing = ["--seed", String(seed)] }
      throw failure
    }
  }

  private var share: Double {
    guard case .share(let share)? = IndifferenceZone(by.contains("%") ? by : by + " %") else { return 0.1 }
    return share
  }

  private func text(of report: SensitivityReport) -> String {
    switch format.format {
    case .text: textSummary(report)
    case .json: sensitivityDocument(report).text()
    case .csv: sensitivityTable(report).csv()
    case .md: markdownSummary(report)
    }
  }

  private func single(
    _ search: inout FieldSearch, _ names: [MetricName], _ report: inout SensitivityReport, _ seed: UInt64
  ) throws {
    var scenarios = [search.base]
    for range in search.ranges {
      scenarios.append(try search.load([(range, range.low)]))
      scenarios.append(try search.load([(range, range.high)]))
    }
    var runs = try ExperimentRuns(scenarios, seed: seed, workers: threads.count, out: out, quiet: quiet)
    let pages = scenarios.indices.flatMap { v in (0..<replications).map { RunBook.Page(v, UInt32($0)) } }
    let figures = try runs.figures(of: pages, expected: pages.count)
    func samples(_ variant: Int, _ name: MetricName) -> [MetricSample?] {
      figures[(variant * replications)..<((variant + 1) * replications)].map { $0[name] }
    }
    report.sections = names.map { name in
      let own = samples(0, name)
      let changes = search.ranges.enumerated().map { place, range in
        OneAtATime(
          range, name, base: own, low: samples(2 * place + 1, name), high: samples(2 * place + 2, name), level: level)
      }
      return .init(name, base: MetricEstimate(name, own, level: level), changes: changes, screenings: [])
    }
    try finish(runs, &report)
  }

  private func morris(
    _ search: inout FieldSearch, _ names: [MetricName], _ report: inout SensitivityReport, _ seed: UInt64
  ) throws {
    var draws = Streams(seed: seed)["morris design"][0]
    let design: MorrisDesign
    do { design = try MorrisDesign(factors: search.ranges.count, walks: walks, draws: &draws) } catch {
      throw Failure(.usage, "\(error)")
    }
    var scenarios = [search.base]
    var pages: [RunBook.Page] = []
    for (number, walk) in design.walks.enumerated() {
      pages.append(RunBook.Page(0, UInt32(number)))
      for point in walk.points {
        let ends = search.ranges.enumerated().map { ($1, search.end(of: $1, at: point[$0])) }
        pages.append(RunBook.Page(scenarios.count, UInt32(number)))
        scenarios.append(try search.load(ends))
      }
    }
    var runs = try ExperimentRuns(scenarios, seed: seed, workers: threads.count, out: out, quiet: quiet)
    let figures = try runs.figures(of: pages, expected: pages.count)
    let length = search.ranges.count + 2
    report.sections = names.map { name in
      let own = design.walks.indices.map { figures[$0 * length][name] }
      let answers = design.walks.indices.map { walk in
        figures[(walk * length + 1)..<((walk + 1) * length)].map { $0[name]?.value ?? .nan }
      }
      let effects = ElementaryEffects.of(design, answers: answers)
      return .init(
        name, base: MetricEstimate(name, own, level: level), changes: [],
        screenings: zip(search.ranges, effects).map { Screening($0, name, $1) })
    }
    try finish(runs, &report)
  }

  private func finish(_ runs: ExperimentRuns, _ report: inout SensitivityReport) throws {
    report.runs = (runs.book.done, runs.book.reused)
    try runs.close()
    try runs.checkInvariants()
  }
}
