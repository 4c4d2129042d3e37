import Experiments
import Kernel
import Logistics
import Reporting

/// A shock and what it did.
struct StressRow {
  /// Its name.
  var name: String
  /// What it did.
  var measure: StressMeasure
  /// Cost beyond the sum of its parts, in minor units; nil for a single shock.
  var interaction: Double?
}

/// What a stress test prints.
struct StressReport {
  let identity: RunIdentity
  let begin: SimTime
  let limit: Double
  let replications: Int
  let currency: String
  let digits: Int
  /// Single shocks, the costliest first.
  var single: [StressRow] = []
  /// The worst ones together.
  var stacked: [StressRow] = []
  /// Shocks that change nothing in this scenario, with the reason.
  var skipped: [(name: String, reason: String)] = []

  private var head: String {
    "Shocks begin at the peak of demand, \(CivilDate(microseconds: begin.microseconds).minuteText); "
      + "\(replications) replications with the same random numbers as the undisturbed run; "
      + "a promised day fails above \(percent(limit, 0)) late"
  }

  var text: String {
    var out = head + "\n\nOne by one\n" + table(single, isStacked: false).text()
    if !stacked.isEmpty { out += "\nStacked\n" + table(stacked, isStacked: true).text() }
    if !skipped.isEmpty { out += "\nWithout effect\n" + skipped.map { "  \($0.name): \($0.reason)\n" }.joined() }
    return out
  }

  var markdown: String {
    var out = "# Stress test of \(identity.scenarioName)\n\n\(head).\n\n## One by one\n\n"
    out += table(single, isStacked: false).markdown()
    if !stacked.isEmpty { out += "\n## Stacked\n\n" + table(stacked, isStacked: true).markdown() }
    if !skipped.isEmpty { out += "\n## Without effect\n\n" + skipped.map { "- \($0.name): \($0.reason)\n" }.joined() }
    return out
  }

  /// A row per shock.
  func table(_ rows: [StressRow], isStacked: Bool) -> Table {
    var table = Table([
      .text("shock"), .number("cost \(currency)"), .number("± 95 %"), .number("orders lost"), .number("more late"),
      .number("fails after d"), .number("recovers after d"),
    ])
    if isStacked { table.columns.append(.number("interaction \(currency)")) }
    for row in rows {
      let measure = row.measure
      var cells = [
        row.name, amount(measure.cost.estimate), amount(measure.cost.halfWidth), fixed(measure.orders.estimate, 1),
        fixed(measure.late.estimate, 1), measure.daysToFail.map(String.init) ?? "–",
        measure.daysToRecover.map(String.init) ?? (measure.daysToFail == nil ? "–" : "not in the run"),
      ]
      if isStacked { cells.append(row.interaction.map(amount) ?? "–") }
      table.rows.append(cells)
    }
    return table
  }

  private func amount(_ minor: Double) -> String {
    minor.isFinite ? decimal(minor: Int64(minor.rounded()), digits: digits) : "–"
  }

  private func major(_ minor: Double?) -> JSONValue {
    minor.map { $0.isFinite ? .money(minor: Int64($0.rounded()), digits: digits) : .null } ?? .null
  }

  var document: JSONValue {
    func rows(_ rows: [StressRow]) -> JSONValue {
      .array(of: rows) { row in
        let measure = row.measure
        func interval(_ interval: ConfidenceInterval) -> JSONValue {
          ["estimate": .number(interval.estimate), "lower": .number(interval.lower), "upper": .number(interval.upper)]
        }
        return [
          "shock": .string(row.name),
          "cost": [
            "estimate": major(measure.cost.estimate), "lower": major(measure.cost.lower),
            "upper": major(measure.cost.upper),
          ],
          "orders_lost": interval(measure.orders), "more_late": interval(measure.late),
          "days_to_fail": measure.daysToFail.map { .integer($0) } ?? .null,
          "days_to_recover": measure.daysToRecover.map { .integer($0) } ?? .null, "interaction": major(row.interaction),
        ]
      }
    }
    return [
      "schema": .integer(1),
      "scenario": ["name": .string(identity.scenarioName), "hash": .string(identity.scenarioHash)],
      "seed": .digits(String(identity.seed)), "replications": .integer(replications), "begin": .string("\(begin)"),
      "late_limit": .number(limit), "currency": .string(currency), "single": rows(single), "stacked": rows(stacked),
      "without_effect": .array(of: skipped) { ["shock": .string($0.name), "reason": .string($0.reason)] },
    ]
  }
}
