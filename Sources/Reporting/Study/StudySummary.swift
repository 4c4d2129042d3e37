public import Experiments
internal import Kernel
public import Logistics

/// The first line of a study: what runs, and with what.
public func studyHead(_ session: StudySession, workers: Int) -> String {
  let study = session.study
  let seeds = Set(study.points.indices.map { session.seed($0) })
  let seed = seeds.count == 1 ? "seed \(seeds.first ?? 0)" : "seeds of the points"
  let points = "\(grouped(study.points.count)) point\(study.points.count == 1 ? "" : "s")"
  let replications =
    switch study.replications {
    case .fixed(let count): "\(grouped(count)) replication\(count == 1 ? "" : "s") each"
    case .until(_, let minimum, let maximum): "\(grouped(minimum)) to \(grouped(maximum)) replications each"
    }
  let part = session.shard.map { ", part \($0)" } ?? ""
  return "doorstep \(EngineVersion.current), study \(study.name) \(study.hash.prefix(12)), scenario "
    + "\(session.models.first?.name ?? ""), \(seed), \(points), \(replications)\(part), "
    + "\(workers) worker\(workers == 1 ? "" : "s")"
}

/// The result of a study below its head: points and metrics with intervals, and gates.
///
/// - Parameter file: Where the runs are kept.
public func studyText(_ result: StudyResult, file: String) -> String {
  var out = studyLines(result, file).map {
    "\($0.title)\(String(repeating: " ", count: max(1, 12 - $0.title.count)))\($0.text)\n"
  }
  .joined()
  for section in studySections(result) { out += "\n\(section.title)\n\(section.table.text())" }
  return out
}

/// The same in Markdown.
public func studyMarkdown(_ result: StudyResult, file: String) -> String {
  var out =
    "# Study \(result.study.name)\n\n" + studyLines(result, file).map { "- **\($0.title)** \($0.text)\n" }.joined()
  for section in studySections(result) { out += "\n## \(section.title)\n\n\(section.table.markdown())" }
  return out
}

private func studyLines(_ result: StudyResult, _ file: String) -> [(title: String, text: String)] {
  var lines = [("Runs", "\(grouped(result.ran)) done, \(grouped(result.known)) known before; kept in \(file)")]
  let most = result.points.filter { $0.rule == .maximum }
  if !most.isEmpty {
    lines.append(
      (
        "Precision",
        "not reached with the most replications at \(most.map { "\"\($0.point.design.label)\"" }.joined(separator: ", "))"
      )
    )
  }
  if let shard = result.shard {
    lines.append(("Part", "\(shard); merge the parts, then --resume without --shard prints the table"))
  }
  return lines
}

private func studySections(_ result: StudyResult) -> [(title: String, table: Table)] {
  guard result.shard == nil else { return [] }
  var sections = [("Estimates over replications, with the half-widths of their 95 % intervals", studyTable(result))]
  if !result.study.gates.isEmpty { sections.append(("Gates", studyGateTable(result))) }
  return sections
}

/// Points and metrics: an estimate with its half-width in every cell.
private func studyTable(_ result: StudyResult) -> Table {
  let metrics = result.study.metrics
  var hasRule = false
  if case .until = result.study.replications { hasRule = true }
  var table = Table(
    [.text("point"), .number("runs")] + (hasRule ? [.text("rule")] : []) + metrics.map { .number($0.text) })
  for point in result.points {
    let cells = point.estimates.map { estimate in
      guard let interval = estimate.interval else { return "–" }
      return "\(figure(interval.estimate)) ± \(interval.halfWidth.isFinite ? figure(interval.halfWidth) : "–")"
    }
    table.rows.append(
      [point.point.design.label, grouped(point.runs.count)] + (hasRule ? [point.rule.rawValue] : []) + cells)
  }
  return table
}

private func studyGateTable(_ result: StudyResult) -> Table {
  var table = Table([
    .text("point"), .text("metric"), .text("gate"), .number("estimate"), .text("95 % interval"), .text("outcome"),
  ])
  for point in result.points {
    for verdict in point.verdicts {
      let threshold = verdict.threshold
      table.add(
        point.point.design.label, threshold.metric, threshold.gate, threshold.value.map(figure) ?? "–",
        interval(of: threshold) ?? "–", threshold.outcome.rawValue)
    }
  }
  return table
}

extension StudyResult.Verdict {
  /// The verdict as thresholds of runs tell theirs.
  public var threshold: ThresholdVerdict {
    var verdict = ThresholdVerdict(
      metric: gate.name.text, gate: gate.gate.text, value: estimate.interval?.estimate, outcome: outcome)
    if let interval = estimate.interval, interval.halfWidth.isFinite {
      (verdict.lower, verdict.upper) = (interval.lower, interval.upper)
    }
    if outcome == .inconclusive {
      verdict.reason =
        verdict.lower == nil ? "one replication gives no interval" : "the 95 % interval lies on both sides"
    }
    return verdict
  }
}
