public import Experiments
internal import Kernel
internal import Planning

/// What `doorstep rollout` found.
public struct RolloutReport: Sendable {
  /// The line that opens it.
  public let head: String
  /// The scenario's hash.
  public let hash: String
  /// The seed of all runs.
  public let seed: UInt64
  /// The currency of all money.
  public let currency: String
  /// The markets.
  public let markets: [String]
  /// How it was done.
  public let terms: Rollout.Terms
  /// What came of it.
  public let result: Rollout.Result

  /// A report.
  public init(
    head: String, hash: String, seed: UInt64, currency: String, markets: [String], terms: Rollout.Terms,
    result: Rollout.Result
  ) {
    self.head = head
    self.hash = hash
    self.seed = seed
    self.currency = currency
    self.markets = markets
    self.terms = terms
    self.result = result
  }

  /// All decisions, one row each.
  public var log: Table { table(result.log) }

  private func table(_ entries: [Rollout.Entry]) -> Table {
    var table = Table([
      .number("future"), .number("window"), .text("market"), .number("scale"), .number("orders"),
      .number("contribution"), .number("spent"), .number("p_profit"), .number("p_on_time"), .text("decision"),
    ])
    for entry in entries {
      table.add(
        String(entry.future + 1), String(entry.window + 1), markets[entry.market], fixed(entry.scale, 3),
        grouped(entry.outcome.orders), fixed(entry.outcome.contribution, 0), fixed(entry.outcome.spent, 0),
        fixed(entry.profitable, 3), fixed(entry.punctual, 3),
        entry.decision.rawValue + (entry.isCapped ? " (capped)" : ""))
    }
    return table
  }

  private var summary: Table {
    var table = Table([
      .text("over all windows"), .number("estimate"), .number("lower"), .number("upper"), .text("unit"),
    ])
    for (name, values) in rows {
      let interval = ConfidenceInterval(of: Tally(values))
      table.add(name, fixed(interval.estimate, 0), fixed(interval.lower, 0), fixed(interval.upper, 0), currency)
    }
    return table
  }

  private var rows: [(String, [Double])] {
    [
      ("contribution, market by market", result.steps), ("contribution, everywhere at once", result.everywhere),
      ("market by market less everywhere", zip(result.steps, result.everywhere).map { $0 - $1 }),
      ("worst window, market by market", result.worstStep),
      ("worst window, everywhere at once", result.worstEverywhere),
    ]
  }

  private var notes: [String] {
    let ends = markets.indices.map { market -> String in
      let last = (0..<terms.futures).compactMap { future in
        result.log.last { $0.future == future && $0.market == market }
      }
      let stopped = last.count { $0.decision == .stop }
      let whole = last.count { $0.scale == 1 }
      return "\(markets[market]): launched in \(last.count) of \(terms.futures) futures, at full scale in \(whole), "
        + "stopped in \(stopped)"
    }
    return ends + [
      "intervals of 95 % over futures; both ways of launching have the same random numbers, so that their difference is paired",
      "markets are run one by one: they do not compete for stock or capacity",
    ]
  }

  /// The report for people, with the log of the first future.
  public var text: String {
    head + "\n\n" + table(result.log.filter { $0.future == 0 }).text() + "\n" + summary.text() + "\n"
      + notes.map { "  \($0)\n" }.joined()
  }

  /// The report in Markdown, with the log of the first future.
  public var markdown: String {
    "# \(head)\n\n" + table(result.log.filter { $0.future == 0 }).markdown() + "\n" + summary.markdown() + "\n"
      + notes.map { "- \($0)\n" }.joined()
  }

  /// The report in JSON.
  public var document: JSONValue {
    [
      "schema": .integer(1), "scenario": ["hash": .string(hash)], "seed": .digits(String(seed)),
      "currency": .string(currency), "futures": .integer(terms.futures), "windows": .integer(terms.windows),
      "target": .number(terms.target), "start": .number(terms.start),
      "spend_cap": .number(terms.cap.isFinite ? terms.cap : nil),
      "summary": .array(of: rows) { name, values in
        let interval = ConfidenceInterval(of: Tally(values))
        return [
          "name": .string(name), "estimate": .number(interval.estimate), "lower": .number(interval.lower),
          "upper": .number(interval.upper),
        ]
      },
      "log": .array(of: result.log) { entry in
        [
          "future": .integer(entry.future), "window": .integer(entry.window), "market": .string(markets[entry.market]),
          "scale": .number(entry.scale), "orders": .integer(entry.outcome.orders),
          "contribution": .number(entry.outcome.contribution), "spent": .number(entry.outcome.spent),
          "p_profit": .number(entry.profitable), "p_on_time": .number(entry.punctual),
          "decision": .string(entry.decision.rawValue), "capped": .bool(entry.isCapped),
        ]
      },
    ]
  }
}
