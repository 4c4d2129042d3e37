public import Experiments
internal import Kernel
internal import Logistics

/// Every estimate of a study in long form, one row each: what `--format csv` prints.
public func studyFigureTable(_ result: StudyResult) -> Table {
  let variables = result.study.variables.map(\.name)
  var table = Table(
    [.text("point")] + variables.map { .text($0) } + [
      .text("metric"), .number("replications"), .number("empty"), .number("estimate"), .number("half_width"),
      .number("lower"), .number("upper"), .text("rule"),
    ])
  for point in result.points where result.shard == nil {
    for estimate in point.estimates {
      let interval = estimate.interval
      let width = interval.flatMap { $0.halfWidth.isFinite ? $0 : nil }
      table.rows.append(
        [point.point.design.label] + point.point.values + [
          estimate.name.text, String(point.runs.count), String(estimate.empty), plainNumber(interval?.estimate),
          plainNumber(width?.halfWidth), plainNumber(width?.lower), plainNumber(width?.upper), point.rule.rawValue,
        ])
    }
  }
  return table
}

/// A study as one JSON object.
public func studyDocument(_ result: StudyResult, file: String) -> JSONValue {
  let study = result.study
  return [
    "schema": .integer(1), "study": ["name": .string(study.name), "hash": .string(study.hash)],
    "shard": result.shard.map { .string($0.description) } ?? .null, "file": .string(file),
    "runs": ["done": .integer(result.ran), "known": .integer(result.known)], "complete": .bool(result.isWhole),
    "passed": .bool(result.passes),
    "points": .array(of: result.shard == nil ? result.points : []) { point in
      [
        "point": .string(point.point.design.label), "scenario_hash": .string(point.scenarioHash),
        "values": .object(of: zip(study.variables, point.point.values)) { ($0.name, .string($1)) },
        "replications": .integer(point.runs.count), "rule": .string(point.rule.rawValue),
        "metrics": .object(of: point.estimates) { ($0.name.text, document($0)) },
        "gates": .array(of: point.verdicts) { verdict in
          let threshold = verdict.threshold
          return [
            "metric": .string(threshold.metric), "gate": .string(threshold.gate), "value": .number(threshold.value),
            "lower": .number(threshold.lower), "upper": .number(threshold.upper),
            "outcome": .string(threshold.outcome.rawValue),
          ]
        },
        "violations": .integer(point.violations),
      ]
    },
  ]
}

private func document(_ estimate: MetricEstimate) -> JSONValue {
  guard let interval = estimate.interval else { return ["estimate": .null, "empty": .integer(estimate.empty)] }
  return [
    "estimate": .number(interval.estimate), "half_width": .number(interval.halfWidth),
    "lower": .number(interval.lower), "upper": .number(interval.upper), "count": .integer(Int(interval.count)),
    "empty": .integer(estimate.empty),
  ]
}

private func plainNumber(_ value: Double?) -> String {
  guard let value else { return "" }
  return value == value.rounded() && abs(value) < 9e15 ? String(Int64(value)) : "\(value)"
}

/// The runs of a study that are known before any has run.
public func studyListTable(_ session: StudySession) -> Table {
  var table = Table([.number("run"), .text("point"), .number("replication"), .text("key"), .text("overrides")])
  for (place, run) in session.plannedRuns.enumerated() {
    let design = session.study.points[run.point].design
    table.add(
      String(place + 1), design.label, String(run.replication), run.key.text, design.overrides.joined(separator: " "))
  }
  return table
}

/// The same as one JSON object; with `"replications": "until"` more runs may follow.
public func studyListDocument(_ session: StudySession) -> JSONValue {
  var isFixed = false
  if case .fixed = session.study.replications { isFixed = true }
  return [
    "schema": .integer(1), "study": ["name": .string(session.study.name), "hash": .string(session.study.hash)],
    "shard": session.shard.map { .string($0.description) } ?? .null,
    "replications": .string(isFixed ? "fixed" : "until"),
    "runs": .array(of: session.plannedRuns) { run in
      let design = session.study.points[run.point].design
      return [
        "point": .string(design.label), "replication": .integer(Int(run.replication)), "key": .string(run.key.text),
        "overrides": .array(of: design.overrides) { .string($0) },
      ]
    },
  ]
}
