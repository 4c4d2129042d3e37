internal import Experiments
internal import Kernel
internal import Logistics

/// The report that people read.
public func textSummary(_ report: ComparisonReport, withHead: Bool = true) -> String {
  var out = withHead ? report.head + "\n" : ""
  for part in parts(of: report) {
    out += "\n\(part.title)\n"
    if let table = part.table { out += table.text() }
    out += part.notes.map { "  \($0)\n" }.joined()
  }
  return out
}

/// The same in Markdown.
public func markdownSummary(_ report: ComparisonReport) -> String {
  var out = "# \(report.head)\n"
  for part in parts(of: report) {
    out += "\n## \(part.title)\n"
    if let table = part.table { out += "\n" + table.markdown() }
    out += part.notes.map { "\n\($0)\n" }.joined()
  }
  return out
}

private struct Part {
  var title: String
  var table: Table?
  var notes: [String] = []
}

private func parts(of report: ComparisonReport) -> [Part] {
  var parts = [variants(report)]
  if let comparison = report.comparison {
    parts += comparison.sections.map { section(comparison, $0, report.variants.map(\.label)) }
    parts.append(explanation(comparison, report))
  }
  if let choice = report.choice { parts += selection(choice, report) }
  if !report.gates.isEmpty {
    parts.append(Part(title: "Thresholds", notes: report.gates.map { sentence($0, report) }))
  }
  return parts
}

private func variants(_ report: ComparisonReport) -> Part {
  var table = Table([.text("variant"), .text("scenario"), .text("hash"), .text("changes")])
  for variant in report.variants {
    table.add(
      variant.label, variant.scenario, String(variant.hash.prefix(12)),
      variant.overrides.isEmpty ? "as written" : variant.overrides.joined(separator: "; "))
  }
  return Part(title: "Variants", table: table)
}

private func section(_ comparison: Comparison, _ section: Comparison.Section, _ labels: [String]) -> Part {
  var table = Table([
    .text("variant"), .number("figure"), .number("±"), .number("difference"), .number("from"), .number("to"),
    .text("verdict"), .number("variance"),
  ])
  for (variant, estimate) in section.estimates.enumerated() {
    let row = section.rows.first { $0.variant == variant }
    let difference = row?.difference.interval
    table.add(
      labels[variant], estimate.interval.map { figure($0.estimate) } ?? "–", halfWidth(estimate.interval),
      difference.map { figure($0.estimate) } ?? "–", difference.map { figure($0.lower) } ?? "–",
      difference.map { figure($0.upper) } ?? "–", row.map { words($0.verdict) } ?? "", reduction(row?.difference))
  }
  var part = Part(title: section.name.text, table: table)
  if let delta = section.rows.first?.delta, delta > 0 {
    part.notes.append("a difference within ±\(figure(delta)) does not matter")
  }
  return part
}

private func halfWidth(_ interval: ConfidenceInterval?) -> String {
  interval.map { $0.halfWidth.isFinite ? figure($0.halfWidth) : "∞" } ?? "–"
}

/// A verdict in words.
func words(_ verdict: DifferenceVerdict) -> String {
  switch verdict {
  case .same: "no difference"
  case .nothing: "nothing to compare"
  default: verdict.rawValue
  }
}

private func reduction(_ difference: VariantDifference?) -> String {
  guard let ratio = difference?.varianceReduction else { return "–" }
  return ratio.isFinite ? "1/\(ratio < 100 ? fixed(ratio, 1) : short(ratio))" : "0"
}

private func explanation(_ comparison: Comparison, _ report: ComparisonReport) -> Part {
  let level = percentage(comparison.level)
  var notes = [
    "figure ±: each variant with its \(level) interval; a share is the ratio of sums, any other figure the mean of replications",
    "difference: the variant less \(report.variants[0].label)"
      + (report.variants.count > 2
        ? "; its interval has a level of \(percentage(comparison.differenceLevel)), so that all \(report.variants.count - 1) of a metric "
          + "hold together in \(level)" : ", with its \(level) interval"),
  ]
  if comparison.isPaired {
    notes.append(
      "variance: that of the paired difference, as a part of what it would be with independent runs; 1/8 means that eight times"
        + " as many independent runs would do the same")
  } else {
    notes.append("the variants had independent random numbers: differences have Welch's interval")
  }
  notes.append("\(grouped(report.runs.done)) runs done, \(grouped(report.runs.reused)) taken from the results store")
  return Part(title: "How to read it", notes: notes)
}

private func selection(_ choice: ComparisonReport.Choice, _ report: ComparisonReport) -> [Part] {
  let selection = choice.selection
  let labels = report.variants.map(\.label)
  var table = Table([
    .text("variant"), .number("replications"), .number("mean"), .text("outcome"),
  ])
  for (variant, contender) in selection.contenders.enumerated() {
    let outcome =
      variant == selection.selected
      ? "selected"
      : contender.droppedOut.map { "dropped out after \(grouped($0))" }
        ?? (selection.selected == nil ? "undecided" : "not the best")
    table.add(labels[variant], grouped(contender.replications), figure(contender.mean), outcome)
  }
  let goal = choice.plan.isMaximum ? "largest" : "smallest"
  let method =
    choice.plan.method == .kn
    ? "Kim and Nelson's procedure, common random numbers, h² \(fixed(selection.constant, 4))"
    : "Rinott's procedure, independent random numbers, h \(fixed(selection.constant, 4))"
  var first = Part(title: "Selection of the \(goal) \(choice.metric.text)", table: table)
  first.notes = [
    "\(method), first stage of \(choice.plan.firstStage)",
    "with probability \(percentage(choice.plan.level)) the selected one is the best or within \(figure(selection.delta)) of it",
  ]
  if selection.selected == nil {
    first.notes.append("undecided after the most replications allowed: \(grouped(choice.plan.most))")
  }
  guard let fresh = choice.fresh, let winner = selection.selected else { return [first] }
  let names = [labels[winner], labels[selection.runnerUp]]
  var parts = fresh.sections.map { section(fresh, $0, names) }
  for place in parts.indices { parts[place].title += ", fresh replications" }
  let from = Int(selection.next)
  parts.append(
    Part(
      title: "How to read it",
      notes: [
        "fresh replications \(grouped(from)) to \(grouped(from + report.replications - 1)) had no part in the selection, which favours who was lucky in it: these figures are the ones to plan with",
        "difference: the runner-up less the selected one",
        "\(grouped(report.runs.done)) runs done, \(grouped(report.runs.reused)) taken from the results store",
      ]))
  return [first] + parts
}

/// A level as `95 %` or `98.75 %`.
func percentage(_ level: Double) -> String {
  for decimals in 0..<3 where abs(level * 100 - Double(fixed(level * 100, decimals))!) < 1e-9 {
    return percent(level, decimals)
  }
  return percent(level, 3)
}
