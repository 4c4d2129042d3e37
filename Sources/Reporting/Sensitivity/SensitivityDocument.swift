internal import Experiments
internal import Kernel
internal import Logistics
internal import Planning
internal import Scenario

/// The JSON of a sensitivity analysis, as `doorstep sensitivity --format json` prints it.
public func sensitivityDocument(_ report: SensitivityReport) -> JSONValue {
  [
    "schema": .integer(1), "version": .string(report.version),
    "scenario": ["name": .string(report.scenario), "hash": .string(report.hash)], "seed": .digits(String(report.seed)),
    "replications": .integer(report.replications), "level": .number(report.level), "fields": .integer(report.fields),
    "runs": ["done": .integer(report.runs.done), "reused": .integer(report.runs.reused)],
    "metrics": .array(of: report.sections) { section in
      [
        "metric": .string(section.name.text), "estimate": .number(section.base.interval?.estimate),
        "one_at_a_time": .array(of: section.changes) { change in
          [
            "path": .string(change.range.parameter.path),
            "as_written": .string(change.range.parameter.text(change.range.parameter.value)),
            "low": .string(change.range.low.text), "high": .string(change.range.high.text),
            "change_at_low": .number(change.low.interval?.estimate),
            "change_at_high": .number(change.high.interval?.estimate),
            "swing": .number(change.swing.interval?.estimate), "swing_lower": .number(change.swing.interval?.lower),
            "swing_upper": .number(change.swing.interval?.upper), "elasticity": .number(change.elasticity?.estimate),
            "elasticity_lower": .number(change.elasticity?.lower),
            "elasticity_upper": .number(change.elasticity?.upper),
          ]
        },
        "morris": .array(of: section.screenings) { screening in
          let size = screening.effects.meanSizeInterval(level: report.level)
          let spread = screening.effects.deviationInterval(level: report.level)
          return [
            "path": .string(screening.range.parameter.path), "low": .string(screening.range.low.text),
            "high": .string(screening.range.high.text), "mu_star": .number(size.estimate),
            "mu_star_lower": .number(size.lower), "mu_star_upper": .number(size.upper),
            "mu": .number(screening.effects.mean), "sigma": .number(screening.effects.deviation),
            "sigma_lower": .number(spread.lower), "sigma_upper": .number(spread.upper),
            "walks": .integer(screening.effects.effects.count),
          ]
        },
      ]
    },
    "refused": .array(of: report.refusals) { ["path": .string($0.path), "reason": .string($0.reason)] },
  ]
}

/// One row per metric and number, for spreadsheets.
public func sensitivityTable(_ report: SensitivityReport) -> Table {
  var table = Table([
    .text("metric"), .text("number"), .text("low"), .text("high"), .number("influence"), .number("change_at_low"),
    .number("change_at_high"), .number("swing_lower"), .number("swing_upper"), .number("elasticity"), .number("mu"),
    .number("sigma"),
  ])
  for section in report.sections {
    for change in section.changes {
      let swing = change.swing.interval
      table.rows.append(
        [section.name.text, change.range.parameter.path, change.range.low.text, change.range.high.text]
          + [
            change.influence, change.low.interval?.estimate, change.high.interval?.estimate, swing?.lower, swing?.upper,
            change.elasticity?.estimate, nil, nil,
          ].map(digits))
    }
    for screening in section.screenings {
      table.rows.append(
        [section.name.text, screening.range.parameter.path, screening.range.low.text, screening.range.high.text]
          + [
            screening.influence, nil, nil, nil, nil, nil, screening.effects.mean, screening.effects.deviation,
          ].map(digits))
    }
  }
  return table
}
