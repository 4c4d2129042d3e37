public import Experiments
internal import Kernel
public import Planning

/// What `doorstep providers portfolio` found.
public struct PortfolioReport: Sendable {
  /// A figure with its interval, by name.
  public struct Figure: Sendable {
    /// What it is.
    public let name: String
    /// The estimate and its bounds.
    public let estimate: Double
    /// The lower bound.
    public let lower: Double
    /// The upper bound.
    public let upper: Double
    /// What it is counted in.
    public let unit: String

    /// A figure.
    public init(_ name: String, estimate: Double, lower: Double, upper: Double, unit: String) {
      self.name = name
      self.estimate = estimate
      self.lower = lower
      self.upper = upper
      self.unit = unit
    }
  }

  /// The line that opens the report.
  public let head: String
  /// The scenario's hash and the seed of all runs.
  public let hash: String
  /// The seed of all runs.
  public let seed: UInt64
  /// Replications of each variant.
  public let replications: Int
  /// The solver and its version.
  public let solver: String
  /// The currency of all money.
  public let currency: String
  /// The choice.
  public let choice: PortfolioCase
  /// The plan.
  public let plan: ProviderPortfolio.Plan
  /// What simulation says of it.
  public let figures: [Figure]

  /// A report.
  public init(
    head: String, hash: String, seed: UInt64, replications: Int, solver: String, currency: String,
    choice: PortfolioCase, plan: ProviderPortfolio.Plan, figures: [Figure]
  ) {
    self.head = head
    self.hash = hash
    self.seed = seed
    self.replications = replications
    self.solver = solver
    self.currency = currency
    self.choice = choice
    self.plan = plan
    self.figures = figures
  }

  /// One row for each lane and provider.
  public var volumes: Table {
    var table = Table([
      .text("lane"), .text("provider"), .number("parcels_per_day"), .number("share"), .number("capacity"),
      .number("capacity_price"), .number("on_time"),
    ])
    for volume in plan.volumes {
      let lane = choice.problem.lanes[volume.lane]
      let provider = choice.problem.providers[volume.provider]
      let onTime = provider.offers.first { $0.lane == volume.lane }?.onTime ?? 0
      table.add(
        lane.name, provider.name, fixed(volume.parcels, 1), fixed(volume.parcels / lane.demand, 3),
        fixed(volume.capacity, 0), fixed(volume.capacityPrice, 3), fixed(onTime, 4))
    }
    return table
  }

  private var lanes: Table {
    var table = Table([
      .text("lane"), .number("parcels_per_day"), .number("one_more_costs"), .number("target_price"),
      .number("concentration"),
    ])
    for (place, lane) in choice.problem.lanes.enumerated() {
      table.add(
        lane.name, fixed(lane.demand, 1), fixed(plan.lanePrices[place], 2), fixed(plan.targetPrices[place], 2),
        fixed(plan.concentration(ofLane: place), 3))
    }
    return table
  }

  private var simulated: Table {
    var table = Table([.text("simulated"), .number("estimate"), .number("lower"), .number("upper"), .text("unit")])
    for figure in figures {
      let decimals = figure.unit == "share" ? 4 : 0
      table.add(
        figure.name, fixed(figure.estimate, decimals), fixed(figure.lower, decimals), fixed(figure.upper, decimals),
        figure.unit)
    }
    return table
  }

  private var notes: [String] {
    [
      "a busy day costs \(fixed(plan.cost, 2)) \(currency): carriage \(fixed(plan.carriage, 2)), "
        + "\(fixed(plan.late, 1)) parcels late, the rest penalties and connections",
      "solved to optimality by \(solver); intervals of 95 %, differences paired by random numbers",
      illustrativeNote,
    ] + choice.leftOut.map { "\($0.country) keeps its providers: \($0.reason)" }
  }

  /// The report for people.
  public var text: String {
    head + "\n\n" + volumes.text() + "\n" + lanes.text() + "\n" + simulated.text() + "\n"
      + notes.map { "  \($0)\n" }.joined()
  }

  /// The report in Markdown.
  public var markdown: String {
    "# \(head)\n\n" + volumes.markdown() + "\n" + lanes.markdown() + "\n" + simulated.markdown() + "\n"
      + notes.map { "- \($0)\n" }.joined()
  }

  /// The report in JSON.
  public var document: JSONValue {
    [
      "schema": .integer(1), "scenario": ["hash": .string(hash)], "seed": .digits(String(seed)),
      "replications": .integer(replications), "solver": .string(solver), "currency": .string(currency),
      "note": .string(illustrativeNote),
      "cost_per_busy_day": .number(plan.cost), "carriage": .number(plan.carriage), "late_parcels": .number(plan.late),
      "chosen": .array(of: plan.chosen) { .string(choice.problem.providers[$0].name) },
      "volumes": .array(of: plan.volumes) { volume in
        [
          "lane": .string(choice.problem.lanes[volume.lane].name),
          "provider": .string(choice.problem.providers[volume.provider].name),
          "parcels_per_day": .number(volume.parcels),
          "share": .number(volume.parcels / choice.problem.lanes[volume.lane].demand),
          "capacity": .number(volume.capacity), "capacity_price": .number(volume.capacityPrice),
        ]
      },
      "lanes": .array(of: choice.problem.lanes.indices) { lane in
        [
          "lane": .string(choice.problem.lanes[lane].name), "demand": .number(choice.problem.lanes[lane].demand),
          "price": .number(plan.lanePrices[lane]), "target_price": .number(plan.targetPrices[lane]),
          "concentration": .number(plan.concentration(ofLane: lane)),
        ]
      },
      "simulated": .array(of: figures) { figure in
        [
          "name": .string(figure.name), "estimate": .number(figure.estimate), "lower": .number(figure.lower),
          "upper": .number(figure.upper), "unit": .string(figure.unit),
        ]
      },
      "left_out": .array(of: choice.leftOut) { ["country": .string($0.country), "reason": .string($0.reason)] },
    ]
  }
}
