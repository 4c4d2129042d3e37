internal import Experiments
internal import Kernel
internal import Logistics

/// The JSON of a comparison, as `doorstep compare --format json` prints it.
public func comparisonDocument(_ report: ComparisonReport) -> JSONValue {
  [
    "schema": .integer(1), "version": .string(report.version), "seed": .digits(String(report.seed)),
    "replications": .integer(report.replications),
    "runs": ["done": .integer(report.runs.done), "reused": .integer(report.runs.reused)],
    "variants": .array(of: report.variants) {
      [
        "label": .string($0.label), "scenario": .string($0.scenario), "hash": .string($0.hash),
        "overrides": .array(of: $0.overrides) { .string($0) },
      ]
    },
    "comparison": report.comparison.map { document($0, report.variants.map(\.label)) } ?? .null,
    "selection": report.choice.map { document($0, report) } ?? .null,
    "thresholds": .array(of: report.gates) {
      [
        "variant": .string(report.variants[$0.variant].label), "metric": .string($0.name.text),
        "gate": .string($0.gate.text),
        "outcome": .string($0.outcome.rawValue),
      ]
    },
  ]
}

private func document(_ comparison: Comparison, _ labels: [String]) -> JSONValue {
  [
    "level": .number(comparison.level), "difference_level": .number(comparison.differenceLevel),
    "common_random_numbers": .bool(comparison.isPaired), "against": .string(labels[0]),
    "metrics": .array(of: comparison.sections) { section in
      [
        "metric": .string(section.name.text),
        "estimates": .array(of: zip(labels, section.estimates)) { label, estimate in
          [
            "variant": .string(label), "estimate": .number(estimate.interval?.estimate),
            "lower": .number(estimate.interval?.lower), "upper": .number(estimate.interval?.upper),
            "replications": .integer(estimate.values.count),
          ]
        },
        "differences": .array(of: section.rows) { row in
          [
            "variant": .string(labels[row.variant]), "difference": .number(row.difference.interval?.estimate),
            "lower": .number(row.difference.interval?.lower), "upper": .number(row.difference.interval?.upper),
            "pairs": .integer(row.difference.pairs), "delta": .number(row.delta),
            "verdict": .string(row.verdict.rawValue),
            "variance_reduction": .number(row.difference.varianceReduction),
          ]
        },
      ]
    },
  ]
}

private func document(_ choice: ComparisonReport.Choice, _ report: ComparisonReport) -> JSONValue {
  let labels = report.variants.map(\.label)
  let selection = choice.selection
  let fresh = selection.selected.map { [labels[$0], labels[selection.runnerUp]] }
  return [
    "metric": .string(choice.metric.text), "goal": choice.plan.isMaximum ? "max" : "min",
    "method": .string(choice.plan.method.rawValue), "level": .number(choice.plan.level),
    "first_stage": .integer(choice.plan.firstStage), "delta": .number(selection.delta),
    "constant": .number(selection.constant), "selected": selection.selected.map { .string(labels[$0]) } ?? .null,
    "runner_up": .string(labels[selection.runnerUp]),
    "variants": .array(of: zip(labels, selection.contenders)) { label, contender in
      [
        "variant": .string(label), "replications": .integer(contender.replications), "mean": .number(contender.mean),
        "dropped_out_after": contender.droppedOut.map { .integer($0) } ?? .null,
      ]
    },
    "fresh_from_replication": .integer(Int64(selection.next)),
    "fresh": choice.fresh.flatMap { comparison in fresh.map { document(comparison, $0) } } ?? .null,
  ]
}

/// One row per metric and variant, for spreadsheets; those of a selection are its fresh replications.
public func comparisonTable(_ report: ComparisonReport) -> Table {
  var table = Table([
    .text("metric"), .text("variant"), .number("figure"), .number("lower"), .number("upper"), .number("difference"),
    .number("difference_lower"), .number("difference_upper"), .text("verdict"), .number("variance_reduction"),
  ])
  func add(_ comparison: Comparison, _ labels: [String]) {
    for section in comparison.sections {
      for (variant, estimate) in section.estimates.enumerated() {
        let row = section.rows.first { $0.variant == variant }
        let own = estimate.interval
        let other = row?.difference.interval
        let figures = [own?.estimate, own?.lower, own?.upper, other?.estimate, other?.lower, other?.upper].map(digits)
        table.rows.append(
          [section.name.text, labels[variant]] + figures
            + [row?.verdict.rawValue ?? "", digits(row?.difference.varianceReduction)])
      }
    }
  }
  let labels = report.variants.map(\.label)
  if let comparison = report.comparison { add(comparison, labels) }
  if let choice = report.choice, let fresh = choice.fresh, let winner = choice.selection.selected {
    add(fresh, [labels[winner], labels[choice.selection.runnerUp]])
  }
  return table
}

/// The fewest digits that read back as the same number; nothing where there is none.
func digits(_ value: Double?) -> String {
  guard let value, value.isFinite else { return "" }
  return value == value.rounded() && abs(value) < 9e15 ? String(Int64(value)) : "\(value)"
}
