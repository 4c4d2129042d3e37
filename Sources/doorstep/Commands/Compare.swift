import ArgumentParser
import Experiments
import Foundation
import Logistics
import Planning
import Reporting
import Scenario

/// Compares variants of a scenario.
struct Compare: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Compare variants of a scenario under common random numbers, or select the best.",
    discussion: """
      Variants get the same random numbers, so that what they have in common cancels in their differences. The first \
      variant is what the others are held against; with a single --variant that is the scenario as written. Results \
      do not depend on the number of threads.
      """)
  static let examples = [
    Example(
      "doorstep compare scenarios/ci-smoke.yaml --variant forward:placement.forwardShare=90% --replications 4",
      "A change against the scenario as written."),
    Example(
      "doorstep compare scenarios/ci-smoke.yaml --variant fulfilment.policy=nearestWithStock "
        + "--variant fulfilment.policy=shadowPrice --metric contribution --metric late_share --replications 4",
      "Two policies in two metrics; the first is the base."),
    Example(
      "doorstep compare scenarios/ci-smoke.yaml --variant placement.forwardShare=90% --metric contribution "
        + "--threshold 'contribution:lower>-100000' --replications 4",
      "A gate on the difference: exit code 99 when it fails, 13 when the replications do not decide."),
    Example(
      "doorstep compare scenarios/ci-smoke.yaml --variant placement.forwardShare=10% --variant "
        + "placement.forwardShare=90% --select max:contribution --delta 5% --first-stage 4 --replications 4",
      "Select the better one, and judge it on fresh replications."),
  ]

  @Argument(help: "The scenario file, or several: each is a variant then.") var scenarios: [String]
  @Option(
    name: .customLong("variant"), parsing: .singleValue,
    help: ArgumentHelp(
      "A variant of the one scenario; may be repeated. The label may be left out.",
      valueName: "label: path=value; …"))
  var variants: [String] = []
  @Option(
    name: .customLong("metric"), parsing: .singleValue,
    help: ArgumentHelp(
      "What to compare, see `doorstep help thresholds`; may be repeated. (default: \(Self.standard.joined(separator: ", ")))",
      valueName: "metric"))
  var metrics: [String] = []
  @Option(
    help: "Replications of each variant; with --select fresh ones of the two best. (default: 20)",
    transform: wholeNumber(in: 2...1_000_000))
  var replications: Int = 20
  @Option(help: "The confidence level of intervals, and the probability of a correct selection.") var level: Double =
    0.95
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "How large a difference must be to matter: an amount, or a percentage of the first variant's figure; may be repeated for metrics.",
      valueName: "[metric=]size"))
  var delta: [String] = []
  @Flag(help: "Give each variant its own random numbers, to see what common ones bring.") var independent = false
  @Option(
    name: .customLong("threshold"), parsing: .singleValue,
    help: ArgumentHelp(
      "A gate on every difference, such as contribution: lower>-500; may be repeated.", valueName: "metric: condition"))
  var thresholds: [String] = []
  @Option(help: ArgumentHelp("Select the variant with the best mean.", valueName: "max|min:metric")) var select: String?
  @Option(
    help:
      "How --select works: kn (sequential, common random numbers) or rinott (two stages, independent). (default: kn)",
    transform: selectionMethod)
  var method: SelectionPlan.Method = .kn
  @Option(
    help: "Replications of each variant before --select drops any. (default: 20)",
    transform: wholeNumber(in: 2...100_000))
  var firstStage: Int = 20
  @Option(
    help: "The most replications of one variant in --select. (default: 1000)", transform: wholeNumber(in: 2...1_000_000)
  )
  var most: Int = 1_000
  @Option(
    parsing: .unconditional, help: "The seed of all random numbers. (default: the first scenario's)",
    transform: wholeNumber(in: 0...UInt64.max))
  var seed: UInt64?
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var overrides: OverrideOption
  @Option(
    help: ArgumentHelp(
      "Keep comparison.json and comparison.txt there, and all runs in results.sqlite; runs that are there are not done again.",
      valueName: "dir"))
  var out: String?
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  private static let standard = ["contribution", "orders.placed", "conversion", "late_share", "promise_hit"]

  func validate() throws {
    if !(level > 0 && level < 1) { throw ValidationError("--level \(level) is not above 0 and below 1.") }
    if scenarios.count > 1 && !variants.isEmpty {
      throw ValidationError("--variant changes one scenario; several scenario files are variants themselves.")
    }
    if scenarios.count == 1 && variants.isEmpty {
      throw ValidationError("There is nothing to compare: add --variant, or another scenario file.")
    }
    if select != nil && (independent || !thresholds.isEmpty) {
      throw ValidationError("--select goes without --independent and --threshold; --method rinott is independent.")
    }
  }

  func run() throws {
    let texts = try variantTexts()
    let loaded = try texts.map { try loadPlacedScenario($0.path, overrides: $0.variant.overrides, quiet: quiet) }
    let question = try Question(self, loaded.map(\.model))
    let folder = try out.map { try OutputFolder($0) }
    defer { folder?.discard() }
    let seed = seed ?? loaded[0].model.seed
    var runs = try ExperimentRuns(loaded, seed: seed, workers: threads.count, out: out, quiet: quiet)
    var report = ComparisonReport(
      version: EngineVersion.current, seed: seed, replications: replications, runs: (0, 0),
      variants: zip(texts, loaded).map {
        .init(
          label: $0.variant.label, scenario: $1.model.name, hash: $1.model.hash, overrides: $0.variant.overrides)
      })
    for (place, variant) in report.variants.enumerated() {
      if let twin = report.variants[..<place].first(where: { $0.hash == variant.hash }), !quiet {
        Terminal.note("warning: \"\(twin.label)\" and \"\(variant.label)\" are the same scenario")
      }
    }
    do {
      if let choice = question.selection {
        report.choice = try selected(choice.plan, choice.metric, question, &runs)
      } else {
        report.comparison = try compared(question, &runs)
        report.gates = question.verdicts(report.comparison!)
      }
      report.runs = (runs.book.done, runs.book.reused)
      try runs.close()
      try folder?.publish(["comparison.json", "comparison.txt"]) { place in
        try writeFile(comparisonDocument(report).text(), to: place("comparison.json"))
        try writeFile(textSummary(report), to: place("comparison.txt"))
      }
      try Terminal.out(text(of: report))
      try runs.checkInvariants()
      try judge(report)
    } catch var failure as Failure {
      if self.seed == nil { failure.reproducing = ["--seed", String(seed)] }
      throw failure
    }
  }

  private func text(of report: ComparisonReport) -> String {
    switch format.format {
    case .text: textSummary(report)
    case .json: comparisonDocument(report).text()
    case .csv: comparisonTable(report).csv()
    case .md: markdownSummary(report)
    }
  }

  private func compared(_ question: Question, _ runs: inout ExperimentRuns) throws -> Comparison {
    let count = runs.book.models.count
    // Variants of their own take turns in the numbers of replications: no two share random numbers.
    let pages = (0..<count).flatMap { variant in
      (0..<replications).map { RunBook.Page(variant, UInt32(independent ? $0 * count + variant : $0)) }
    }
    let figures = try runs.figures(of: pages, expected: pages.count)
    let byVariant = (0..<count).map { Array(figures[($0 * replications)..<(($0 + 1) * replications)]) }
    return Comparison(question.metrics, byVariant, level: level, isPaired: !independent, zone: question.zone)
  }

  private func selected(
    _ plan: SelectionPlan, _ metric: MetricName, _ question: Question, _ runs: inout ExperimentRuns
  ) throws -> ComparisonReport.Choice {
    let selection: Selection?
    do {
      selection = try Selection(plan, variants: runs.book.models.count) { pages in
        let figures = try runs.figures(of: pages, expected: nil, note: "selecting")
        return try zip(pages, figures).map { page, figures in
          if let value = figures[metric]?.value { return value }
          throw Failure(
            .nothingSelected, "replication \(page.replication) had nothing to measure of \(metric.text)",
            help: "select by a metric that every replication has")
        }
      }
    } catch let problem as PlanningError {
      throw Failure(.usage, "the selection has no answer: \(problem)", help: "give --delta an amount above 0")
    }
    guard let selection else { throw Failure(.interrupted, "interrupted") }
    var fresh: Comparison?
    if let winner = selection.selected {
      let pair = [winner, selection.runnerUp]
      let pages = pair.flatMap { v in (0..<replications).map { RunBook.Page(v, selection.next + UInt32($0)) } }
      let figures = try runs.figures(of: pages, expected: pages.count, note: "fresh")
      fresh = Comparison(
        question.metrics, [Array(figures.prefix(replications)), Array(figures.suffix(replications))], level: level,
        isPaired: true, zone: question.zone)
    }
    return ComparisonReport.Choice(plan: plan, metric: metric, selection: selection, fresh: fresh)
  }

  /// Each variant with the file that it changes.
  private func variantTexts() throws -> [(path: String, variant: VariantText)] {
    var texts: [(path: String, variant: VariantText)] = []
    if scenarios.count > 1 {
      for path in scenarios {
        let name = URL(filePath: path).deletingPathExtension().lastPathComponent
        let isTaken = texts.contains { $0.variant.label == name }
        texts.append((path, VariantText(label: isTaken ? path : name, overrides: overrides.overrides)))
      }
    } else {
      if variants.count == 1 { texts.append((scenarios[0], VariantText(label: "as written", overrides: []))) }
      for text in variants {
        guard let variant = VariantText(text) else {
          throw Failure(
            .usage, "--variant \"\(text)\" is not of the form label: path=value; path=value",
            help: "for example --variant 'forward: placement.forwardShare=90 %'")
        }
        texts.append((scenarios[0], variant))
      }
      for place in texts.indices { texts[place].variant.overrides.insert(contentsOf: overrides.overrides, at: 0) }
    }
    for (place, text) in texts.enumerated()
    where texts[..<place].contains(where: { $0.variant.label == text.variant.label }) {
      throw Failure(.usage, "two variants are called \"\(text.variant.label)\"", help: "give each a label of its own")
    }
    return texts
  }

  /// What is asked, with every name checked before anything runs.
  private struct Question {
    var metrics: [MetricName]
    var selection: (plan: SelectionPlan, metric: MetricName)?
    private var gates: [(name: MetricName, gate: MetricGate)] = []
    private var zones: [MetricName: IndifferenceZone] = [:]
    private var everywhere = IndifferenceZone.amount(0)

    init(_ command: Compare, _ models: [Model]) throws {
      metrics = try (command.metrics.isEmpty ? Compare.standard : command.metrics).map { try metricName($0, models) }
      for text in command.delta {
        let equals = text.lastIndex(of: "=")
        let size = equals.map { text[text.index(after: $0)...] } ?? text[...]
        guard let zone = IndifferenceZone(trimmed(size)) else {
          throw Failure(
            .usage, "--delta \"\(text)\" is no size",
            help: "write an amount or a percentage, such as 2 % or late_share=0.5%")
        }
        if let equals { zones[try metricName(trimmed(text[..<equals]), models)] = zone } else { everywhere = zone }
      }
      for text in command.thresholds {
        let end = text.firstIndex(of: "}") ?? text.startIndex
        guard let colon = text[end...].firstIndex(of: ":") else {
          throw Failure(
            .usage, "the threshold \"\(text)\" has no condition",
            help: "write METRIC: CONDITION, such as contribution: lower>-500")
        }
        let name = try metricName(trimmed(text[..<colon]), models)
        if !metrics.contains(name) { metrics.append(name) }
        for condition in text[text.index(after: colon)...].split(separator: ",") {
          do { gates.append((name, try MetricGate.parse(trimmed(condition)))) } catch let problem {
            throw Failure(.usage, "the threshold \(problem.message)", help: problem.help)
          }
        }
      }
      if let text = command.select {
        let words = text.split(maxSplits: 1) { $0 == ":" || $0 == " " }
        guard words.count == 2, ["max", "min"].contains(words[0]) else {
          throw Failure(
            .usage, "--select \"\(text)\" is not of the form max:METRIC", help: "for example max:contribution")
        }
        let name = try metricName(trimmed(words[1]), models)
        if !metrics.contains(name) { metrics.insert(name, at: 0) }
        let zone = zones[name] ?? everywhere
        guard zone != .amount(0), zone != .share(0) else {
          throw Failure(
            .usage, "a selection needs an indifference zone",
            help: "say with --delta which difference is worth detecting")
        }
        let plan = SelectionPlan(
          method: command.method, isMaximum: words[0] == "max", level: command.level, firstStage: command.firstStage,
          zone: zone, most: command.most)
        selection = (plan, name)
      }
    }

    func zone(_ name: MetricName) -> IndifferenceZone { zones[name] ?? everywhere }

    func verdicts(_ comparison: Comparison) -> [ComparisonReport.GateVerdict] {
      gates.flatMap { gate in
        let section = comparison.sections.first { $0.name == gate.name }
        return (section?.rows ?? []).map {
          ComparisonReport.GateVerdict(
            variant: $0.variant, name: gate.name, gate: gate.gate,
            outcome: MetricEstimate.outcome(of: $0.difference.interval, gate.gate))
        }
      }
    }
  }

  private func judge(_ report: ComparisonReport) throws {
    var codes: [ExitCode] = []
    var messages: [String] = []
    for verdict in report.gates where verdict.outcome != .pass {
      codes.append(
        verdict.outcome == .fail ? .thresholdFailed : verdict.outcome == .noSamples ? .nothingSelected : .inconclusive)
      messages.append("threshold \(sentence(verdict, report))")
    }
    if let choice = report.choice, choice.selection.selected == nil {
      codes.append(.inconclusive)
      messages.append(
        "the selection is undecided after \(most) replications; allow more with --most, or a larger --delta")
    }
    guard !codes.isEmpty else { return }
    throw Failure(ExitCode.gravest(codes), messages.joined(separator: "\nerror: "))
  }
}

/// A metric that all models have.
func metricName(_ text: String, _ models: [Model]) throws -> MetricName {
  do {
    for model in models.dropFirst() { _ = try model.metric(text) }
    return try models[0].metric(text)
  } catch let problem {
    throw Failure(
      .usage, "the metric \"\(text)\" \(problem.message)",
      help: problem.help ?? "doorstep help thresholds lists the metrics")
  }
}

/// Reads the name of a method of selection.
@Sendable private func selectionMethod(_ text: String) throws -> SelectionPlan.Method {
  if let method = SelectionPlan.Method(rawValue: text) { return method }
  throw ValidationError("write \(SelectionPlan.Method.allCases.map(\.rawValue).joined(separator: " or "))")
}
