import ArgumentParser
import Experiments
import Logistics
import Reporting
import Scenario

/// Finds the value at which gates stop to hold.
struct Breakpoint: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find the largest value of a number at which gates still hold, and what breaks first.",
    discussion: """
      Points are multiples of the scenario's own value. All have the same random numbers. Doubling and halving give a \
      bracket, bisection narrows it; the interval is where the replications leave it open whether the gates hold. \
      Exit code 99: no value holds; 13: all values hold, or the interval has no end in the range.
      """)
  static let examples = [
    Example(
      "doorstep breakpoint scenarios/ci-smoke.yaml --gate 'orders.delivered<2000' --replications 2 --precision 0.5",
      "How much demand until a gate breaks.")
  ]

  @Argument(help: "The scenario file.") var scenario: String
  @Option(help: ArgumentHelp("The number to turn, by its path.", valueName: "path")) var scale = "scale.demand"
  @Option(
    name: .customLong("gate"), parsing: .singleValue,
    help: ArgumentHelp("What must hold, such as late_share<0.05; may be repeated: all must.", valueName: "gate"))
  var gates: [String]
  @Flag(help: "More is better: find the smallest value that holds.") var smallest = false
  @Option(
    parsing: .unconditional, help: "Replications at each point.", transform: wholeNumber(in: 2...10_000))
  var replications: Int = 8
  @Option(help: ArgumentHelp("How close the ends of the bracket shall be.", valueName: "percent"))
  var precision = Percentage(share: 0.02)
  @Option(name: .customLong("min"), help: "The smallest multiple to try.") var minimum = 1.0 / 64
  @Option(name: .customLong("max"), help: "The largest multiple to try.") var maximum = 64.0
  @Option(
    parsing: .unconditional, help: "The seed of all random numbers. (default: the scenario's)",
    transform: wholeNumber(in: 0...UInt64.max))
  var seed: UInt64?
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var overrides: OverrideOption
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func validate() throws {
    if gates.isEmpty { throw ValidationError("Name at least one --gate, such as 'late_share<0.05'.") }
    guard minimum > 0, maximum.isFinite, minimum < maximum else {
      throw ValidationError("--min and --max are multiples above 0, the smaller first.")
    }
    if precision.share < 1e-4 { throw ValidationError("--precision is at least 0.01 %.") }
  }

  func run() throws {
    let gates = try gates.map(GateOnMetric.init)
    let loaded = try loadPlacedScenario(scenario, overrides: overrides.overrides, quiet: quiet)
    try check(gates, loaded.model)
    let field = try NumericField(
      scale, scenario: scenario, overrides: overrides.overrides, document: loaded.document)
    var identity = identity(loaded.model, SimulationOptions())
    identity.seed = seed ?? loaded.model.seed
    identity.threads = threads.count
    if !quiet { Terminal.note(headLine(identity) + ", \(replications) replications a point") }
    var progress = ExperimentProgress(total: nil, quiet: quiet)
    defer { progress.clear() }
    Interrupt.install()
    var points: [BreakPointPoint] = []
    let search = BreakPointSearch(range: range, precision: precision.share) { snap($0, field) }
    let answer = try search.run(from: 1) { load in
      let point = try measure(multiple(load), field, gates, &progress)
      points.append(point)
      return point.stand
    }
    progress.clear()
    let report = BreakPointReport(
      field: field, gates: gates, answer: answer, points: points.sorted { $0.multiple < $1.multiple },
      isSmallest: smallest, replications: replications, identity: identity)
    try Terminal.out(text(of: report))
    try report.judge()
  }

  /// Loads grow with what is worse: a load is a multiple, or the inverse of one where more is better.
  private func multiple(_ load: Double) -> Double { smallest ? 1 / load : load }

  private var range: ClosedRange<Double> { smallest ? (1 / maximum)...(1 / minimum) : minimum...maximum }

  /// The nearest load whose value can be written.
  private func snap(_ load: Double, _ field: NumericField) -> Double {
    multiple(field.written(multiple(load)) / field.base)
  }

  /// A tag that names nothing of the scenario is told before anything runs.
  private func check(_ gates: [GateOnMetric], _ model: Model) throws {
    for gate in gates {
      guard let problem = model.problem(of: gate.name) else { continue }
      throw Failure(.usage, "--gate '\(gate.text)': \(problem.message)", help: problem.help)
    }
  }

  private func measure(
    _ multiple: Double, _ field: NumericField, _ gates: [GateOnMetric], _ progress: inout ExperimentProgress
  ) throws -> BreakPointPoint {
    let model: Model
    do {
      model = try loadPlacedScenario(
        scenario, overrides: overrides.overrides + [field.override(multiple)], quiet: true
      ).model
    } catch let problems as Diagnostics {
      Terminal.note("\(problems)")
      throw Failure(
        .usage, "\(field.path) cannot be \(field.text(multiple))", help: "narrow the range with --min and --max")
    }
    let jobs = (0..<UInt32(replications)).map { RunJob(model, seed: seed, replication: $0) }
    let pool = RunPool(workers: threads.count)
    var results = [RunResult?](repeating: nil, count: jobs.count)
    let isWhole = pool.run(jobs, while: { !Interrupt.isRequested }) { place, result in
      results[place] = result
      progress.advance("\(field.path) = \(field.text(multiple))")
    }
    guard isWhole else { throw Failure(.interrupted, "interrupted at \(field.text(multiple))") }
    let runs = results.compactMap { $0 }
    if let violation = runs.lazy.flatMap(\.invariants.violations).first {
      throw Failure(.invariantBroken, "model invariant broken at \(field.text(multiple)): \(violation)")
    }
    return try BreakPointPoint(multiple, field.text(multiple), runs, gates)
  }

  private func text(of report: BreakPointReport) -> String {
    switch format.format {
    case .text: report.text
    case .json: report.document.text()
    case .csv: report.points(plain: true).csv()
    case .md: report.markdown
    }
  }
}
