public import Logistics

/// What a fork changed: its figures beside those of the run that went on as it was, under the same random numbers.
public struct ForkDifferences: Sendable, Equatable {
  /// One figure of both.
  public struct Figure: Sendable, Equatable {
    /// The metric's name, as `doorstep help thresholds` lists it.
    public var metric: String
    /// The original's value; nil where it has none.
    public var original: Double?
    /// The fork's value.
    public var fork: Double?

    /// The fork's value less the original's.
    public var difference: Double? {
      guard let original, let fork else { return nil }
      return fork - original
    }
  }

  /// The figures, in the order of reports.
  public let figures: [Figure]
  /// Whether anything at all is different.
  public let isDifferent: Bool
  private let currency: String

  /// Compares two continuations.
  public init(original: RunResult, fork: RunResult) {
    func share(_ part: Int, _ whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
    func lost(_ run: RunResult) -> Double { Double(run.lostDemand.byReason.reduce(0) { $0 + $1.loss.orders }) }
    func major(_ minor: Int64, _ run: RunResult) -> Double {
      (0..<run.money.minorDigits).reduce(Double(minor)) { value, _ in value / 10 }
    }
    let rows: [(String, (RunResult) -> Double?)] = [
      ("visits", { Double($0.visits) }), ("orders.placed", { Double($0.orders.placed) }),
      ("orders.delivered", { Double($0.orders.delivered) }), ("orders.cancelled", { Double($0.orders.cancelled) }),
      ("late_share", { share($0.late, $0.orders.delivered) }), ("lost_demand", { lost($0) }),
      ("gmv", { major($0.money.gmvMinor, $0) }), ("contribution", { major($0.money.contributionMinor, $0) }),
    ]
    figures = rows.map { Figure(metric: $0.0, original: $0.1(original), fork: $0.1(fork)) }
    isDifferent = original.fingerprint != fork.fingerprint
    currency = fork.money.currency
  }

  /// The figures as a table for people.
  public var table: Table {
    var table = Table([.text("what changed"), .number("original"), .number("fork"), .number("difference")])
    for figure in figures {
      table.add(
        title(figure.metric), text(figure.original, of: figure.metric), text(figure.fork, of: figure.metric),
        signed(figure.difference, of: figure.metric))
    }
    return table
  }

  private func title(_ metric: String) -> String {
    switch metric {
    case "orders.placed": "orders placed"
    case "orders.delivered": "orders delivered"
    case "orders.cancelled": "orders cancelled"
    case "late_share": "late share"
    case "lost_demand": "lost demand"
    case "gmv", "contribution": "\(metric) (\(currency))"
    default: metric
    }
  }

  private func text(_ value: Double?, of metric: String) -> String {
    guard let value else { return "–" }
    return metric == "late_share" ? percent(value, 2) : grouped(Int(value.rounded()))
  }

  private func signed(_ value: Double?, of metric: String) -> String {
    guard let value else { return "–" }
    return (value > 0 ? "+" : "") + text(value, of: metric)
  }

  /// The figures for scripts.
  public var document: JSONValue {
    .array(of: figures) {
      [
        "metric": .string($0.metric), "original": .number($0.original), "fork": .number($0.fork),
        "difference": .number($0.difference),
      ]
    }
  }
}
