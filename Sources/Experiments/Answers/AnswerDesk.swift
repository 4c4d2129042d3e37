public import Kernel
public import Logistics
public import Planning
public import Scenario

/// The visits that a drop has had so far.
public struct SeenVisits: Sendable, Equatable {
  /// The last day that is counted, whole, as `2026-11-26` in UTC.
  public var day: String
  /// The visits of all markets from the run's start to the end of the day.
  public var visits: Double

  /// Visits until the end of a day.
  public init(day: String, visits: Double) { (self.day, self.visits) = (day, visits) }
}

/// What all answers share: the scenario's outline, the runs, and the samples that several answers rest on.
public struct AnswerDesk {
  /// The scenario as it is simulated.
  public let outline: ModelOutline
  /// How many runs there may be.
  public let effort: AnswerEffort
  /// The level of intervals.
  public let level: Double
  /// The seed of whatever is drawn beside the runs.
  public let seed: UInt64
  /// The uncertain parameters of demand.
  public let parameters: AnswerParameters
  /// Takes away what nodes have of their own, so that a plan places all there is.
  let cleared: [String]
  /// What rules of law name.
  let ruleTerms: RuleTerms
  /// Citations of rules of law, by name.
  public let citations: [String: AnswerCitation]
  /// The solver of location problems; nil when no question needs it.
  public let solver: HighsSolver?
  /// What has happened already; nil before the drop.
  public var seen: SeenVisits?
  /// The scenario as it is written.
  let model: Model
  private let numbers: [String: NumericParameter]
  private var bench: any AnswerBench
  private let common: [String]
  private var latentRuns: [[RunFigures]]?

  /// A rule of law as the scenario cites it.
  public struct AnswerCitation: Sendable, Equatable {
    /// Where it is written.
    public var text: String
    /// The first day of its validity, as written; empty where there is none.
    public var validFrom: String
    /// The last day of its validity, as written; empty where there is none.
    public var validTo: String

    /// A citation.
    public init(text: String, validFrom: String, validTo: String) {
      self.text = text
      self.validFrom = validFrom
      self.validTo = validTo
    }
  }

  /// A desk before any run.
  ///
  /// - Parameter wholeScale: The scenario's own `scale.all`.
  public init(
    _ bench: any AnswerBench, _ document: ScenarioDocument, _ model: Model, effort: AnswerEffort, level: Double,
    seed: UInt64, solver: HighsSolver?
  ) throws {
    var bench = bench
    let numbers = document.numericParameters
    let own = numbers.first { $0.path == "scale.all" }?.value ?? 1
    let bin = numbers.first { $0.path == "demand.bins.normal" }
    let minutes = bin.flatMap { bin in ["min": 1, "s": 60, "ms": 60_000][bin.unit].map { bin.value / $0 } }
    common =
      (effort.scale == 1 ? [] : ["scale.all=\(own * effort.scale)"])
      + ((minutes ?? .infinity) < effort.leastBinMinutes ? ["demand.bins.normal=\(effort.leastBinMinutes) min"] : [])
    outline = try bench.outline(of: common)
    self.bench = bench
    self.model = model
    self.effort = effort
    self.level = level
    self.seed = seed
    self.solver = solver
    self.numbers = Dictionary(numbers.map { ($0.path, $0) }) { first, _ in first }
    parameters = AnswerParameters(numbers, spread: effort.spread, seed: seed)
    citations = Self.citations(document)
    ruleTerms = RuleTerms(document)
    cleared = document.parameters.filter {
      $0.path.hasPrefix("nodes.") && $0.path.hasSuffix(".stock") && $0.value.contains(":")
    }.map { "\($0.path)={}" }
  }

  /// The bench with all that was run on it.
  public var finishedBench: any AnswerBench { bench }

  /// The figures of one variant's replications.
  public mutating func runs(_ overrides: [String], _ count: Int, from first: UInt32 = 0, note: String) throws
    -> [RunFigures]
  {
    try runs([AnswerVariant(overrides)], count, from: first, note: note)[0]
  }

  /// The figures of several variants under the same random numbers.
  public mutating func runs(
    _ variants: [AnswerVariant], _ count: Int, from first: UInt32 = 0, note: String
  ) throws -> [[RunFigures]] {
    let wanted = variants.map { variant in
      AnswerRuns(
        AnswerVariant(common + variant.overrides, sections: variant.sections), first..<(first + UInt32(count)))
    }
    return try bench.figures(of: wanted, note: note)
  }

  /// The figures of several variants that are changes alone, under the same random numbers.
  public mutating func runs(
    _ variants: [[String]], _ count: Int, from first: UInt32 = 0, note: String
  ) throws -> [[RunFigures]] {
    try runs(variants.map { AnswerVariant($0) }, count, from: first, note: note)
  }

  /// The outline of a variant.
  mutating func outline(of overrides: [String]) throws -> ModelOutline { try bench.outline(of: common + overrides) }

  /// The scenario as written.
  public mutating func base() throws -> [RunFigures] { try runs([], effort.base, note: "as written") }

  /// Demand that no stock limits, draw by draw of the uncertain parameters, each with its replications.
  public mutating func latent() throws -> [[RunFigures]] {
    if let latentRuns { return latentRuns }
    let draws = parameters.isEmpty ? effort.draws * effort.inner : effort.draws
    let inner = parameters.isEmpty ? 1 : effort.inner
    let wanted = (0..<draws).map { draw in
      let first = UInt32(draw * inner)
      return AnswerRuns(
        AnswerVariant(common + unlimited + (parameters.isEmpty ? [] : parameters.overrides(draw))),
        first..<(first + UInt32(inner)))
    }
    let found = try bench.figures(of: wanted, note: "demand without limits of stock")
    latentRuns = found
    return found
  }

  /// The latent replications, one after the other.
  public mutating func latentReplications() throws -> [RunFigures] { try latent().flatMap(\.self) }

  /// By market, the share of customers who still buy when their parcels come from the origins: conversion then over that with stock at
  /// hand everywhere.
  mutating func patience() throws -> [Double] {
    let near = try latentReplications()
    let far = try runs(pooled + ["placement.strategy=atOrigin"], effort.effects, note: "parcels from the origins")
    return outline.markets.map { market in
      let name = MetricName(metric: "conversion", scope: .country, part: market.code)
      guard let slow = MetricEstimate(name, far).interval?.estimate,
        let quick = MetricEstimate(name, near).interval?.estimate,
        quick > 0
      else { return 1 }
      return min(1, max(0, slow / quick))
    }
  }

  /// What gives every node more of every SKU than anybody will ask for, from the first truck on.
  public var unlimited: [String] {
    let most = outline.skus.map(\.bought).max() ?? 0
    let units = Int64(max(1_000_000, most * 20) / outline.stockScale)
    var overrides = ["placement.lot=100000000", "placement.forwardShare=1"]
    for node in outline.nodes {
      overrides.append("nodes.\(node.name).receiving.rate=1000000000/h")
      overrides.append(
        "nodes.\(node.name).stock={\(outline.skus.map { "\($0.name): \(units)" }.joined(separator: ", "))}")
    }
    return overrides
  }

  /// Gives a strategy all units that there are, those that nodes have of their own, too; nothing where they have none.
  var pooled: [String] {
    guard !cleared.isEmpty else { return [] }
    let units = outline.skus.map { "\($0.name): \(Int64(($0.bought / outline.stockScale).rounded()))" }
    return cleared + ["placement.units={\(units.joined(separator: ", "))}"]
  }

  /// What places given units, by SKU, then node of the outline, in units of the simulated world; what is bought is their sum.
  public func placing(_ units: [[Double]]) -> [String] {
    let whole = units.map { $0.map { Int64(($0 / outline.stockScale).rounded()) } }
    let bought = zip(outline.skus, whole).map { "\($0.name): \($1.reduce(0, +))" }
    var overrides = cleared + ["placement.units={\(bought.joined(separator: ", "))}"]
    for (place, node) in outline.nodes.enumerated() {
      let placed = zip(outline.skus, whole).map { "\($0.name): \($1[place])" }
      overrides.append("nodes.\(node.name).placed={\(placed.joined(separator: ", "))}")
    }
    return overrides
  }

  /// A number of the scenario; nil where there is none at that path.
  func number(_ path: String) -> NumericParameter? { numbers[path] }

  /// A stream of random numbers for an answer.
  public func stream(_ purpose: String, _ number: Int = 0) -> RandomStream {
    Streams(seed: seed)["answers " + purpose][UInt64(number)]
  }

  /// A count or an amount of the simulated world, at the scenario's whole size.
  public func whole(_ value: Double) -> Double { value / effort.scale }

  /// What replications measured, in their order; 0 where there was nothing.
  public func values(_ name: MetricName, _ runs: [RunFigures]) -> [Double] { runs.map { $0[name]?.value ?? 0 } }

  /// A figure that is a mean of counts or amounts.
  public func mean(
    _ key: String, _ words: String, unit: String = "", _ values: [Double]
  ) -> AnswerFigure {
    figure(key, words, unit: unit, ConfidenceInterval(of: Tally(values.map(whole)), level: level))
  }

  /// A figure of an interval.
  public func figure(_ key: String, _ words: String, unit: String = "", _ interval: ConfidenceInterval) -> AnswerFigure
  {
    AnswerFigure(
      key: key, name: words, unit: unit, estimate: interval.estimate, lower: interval.lower, upper: interval.upper)
  }

  /// The runs of the scenario as written, as evidence.
  public func baseEvidence() -> AnswerEvidence {
    AnswerEvidence(label: "as written", overrides: common, scenarios: 1, first: 0, replications: effort.base)
  }

  /// The runs without limits of stock, as evidence.
  public func latentEvidence() -> AnswerEvidence {
    AnswerEvidence(
      label:
        "stock without limit, \(parameters.isEmpty ? "no parameter moved" : "\(counted(parameters.count, "parameter")) moved")",
      overrides: common + unlimited + (parameters.isEmpty ? [] : parameters.overrides(0)),
      scenarios: parameters.isEmpty ? 1 : effort.draws, first: 0,
      replications: parameters.isEmpty ? effort.draws * effort.inner : effort.inner)
  }

  /// Variants with their replications, as evidence.
  public func evidence(_ label: String, _ overrides: [String], _ count: Int, from first: UInt32 = 0) -> AnswerEvidence {
    AnswerEvidence(label: label, overrides: common + overrides, scenarios: 1, first: first, replications: count)
  }

  private static func citations(_ document: ScenarioDocument) -> [String: AnswerCitation] {
    var found: [String: AnswerCitation] = [:]
    for parameter in document.parameters where parameter.path.hasPrefix("rules.") {
      let steps = parameter.path.split(separator: ".")
      guard steps.count == 3 else { continue }
      var citation = found[String(steps[1])] ?? AnswerCitation(text: "", validFrom: "", validTo: "")
      let value = parameter.value == "null" ? "" : parameter.value.filter { $0 != "\"" }
      switch steps[2] {
      case "citation": citation.text = value
      case "validFrom": citation.validFrom = value
      case "validTo": citation.validTo = value
      default: continue
      }
      found[String(steps[1])] = citation
    }
    return found
  }
}
