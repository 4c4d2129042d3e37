internal import Experiments
internal import Kernel
internal import Logistics
internal import Planning
internal import Scenario

/// The report that people read: a table per metric with a bar for each number.
public func textSummary(_ report: SensitivityReport) -> String {
  var out = report.head + "\n"
  for section in report.sections {
    out += "\n\(title(section))\n\(table(section, report).text())\(leftOut(section, report))"
  }
  return out + "\n" + notes(report).map { "  \($0)\n" }.joined()
}

/// The same in Markdown.
public func markdownSummary(_ report: SensitivityReport) -> String {
  var out = "# \(report.head)\n"
  for section in report.sections {
    out += "\n## \(title(section))\n\n\(table(section, report).markdown())\(leftOut(section, report))"
  }
  return out + "\n" + notes(report).map { "- \($0)\n" }.joined()
}

private func title(_ section: SensitivityReport.Section) -> String {
  "\(section.name.text): \(section.base.interval.map { figure($0.estimate) } ?? "nothing measured") as written"
}

private func table(_ section: SensitivityReport.Section, _ report: SensitivityReport) -> Table {
  section.screenings.isEmpty ? changes(section, report.shown) : walks(section, report)
}

private func changes(_ section: SensitivityReport.Section, _ shown: Int) -> Table {
  var table = Table([
    .text("number"), .text("as written"), .text("from"), .text("to"), .number("change at from"),
    .number("change at to"),
    .text(""), .number("swing ±"), .number("elasticity"),
  ])
  let rows = section.changes.prefix(shown)
  let largest = rows.reduce(0) { max($0, abs(estimate($1.low)), abs(estimate($1.high))) }
  for row in rows {
    let parameter = row.range.parameter
    table.add(
      parameter.path, parameter.text(parameter.value), row.range.low.text, row.range.high.text,
      signed(estimate(row.low)),
      signed(estimate(row.high)), tornado(estimate(row.low), estimate(row.high), largest),
      row.swing.interval.map { $0.halfWidth.isFinite ? figure($0.halfWidth) : "∞" } ?? "–",
      row.elasticity.map { fixed($0.estimate, 3) } ?? "–")
  }
  return table
}

private func walks(_ section: SensitivityReport.Section, _ report: SensitivityReport) -> Table {
  var table = Table([
    .text("number"), .text("from"), .text("to"), .number("μ*"), .number("±"), .text(""), .number("μ"), .number("σ"),
    .text("σ from to"),
  ])
  let rows = section.screenings.prefix(report.shown)
  let largest = rows.reduce(0) { max($0, $1.influence) }
  for row in rows {
    let bounds = row.effects.deviationInterval(level: report.level)
    let half = row.effects.meanSizeInterval(level: report.level).halfWidth
    table.add(
      row.range.parameter.path, row.range.low.text, row.range.high.text, figure(row.influence),
      half.isFinite ? figure(half) : "∞", bar(row.influence, largest), signed(row.effects.mean),
      figure(row.effects.deviation), bounds.upper.isFinite ? "\(figure(bounds.lower)) to \(figure(bounds.upper))" : "–")
  }
  return table
}

private func leftOut(_ section: SensitivityReport.Section, _ report: SensitivityReport) -> String {
  let rest = max(section.changes.count, section.screenings.count) - report.shown
  return rest > 0 ? "  and \(grouped(rest)) of less influence (--top shows more)\n" : ""
}

private func estimate(_ difference: VariantDifference) -> Double { difference.interval?.estimate ?? 0 }

private func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + figure(value) }

/// Both ends' changes around a middle: the lower end's as light, the upper end's as dark blocks.
func tornado(_ low: Double, _ high: Double, _ largest: Double, half: Int = 12) -> String {
  guard largest > 0 else { return "" }
  var cells = [Character](repeating: " ", count: 2 * half + 1)
  cells[half] = "│"
  for (value, mark) in [(low, Character("░")), (high, Character("█"))] {
    let length = min(half, Int((abs(value) / largest * Double(half)).rounded()))
    for step in 0..<length {
      let place = value < 0 ? half - 1 - step : half + 1 + step
      // Where both ends go the same way, the shorter one is drawn over the longer one.
      if cells[place] == " " || abs(value) < max(abs(low), abs(high)) { cells[place] = mark }
    }
  }
  return String(cells)
}

private func bar(_ value: Double, _ largest: Double) -> String {
  String(repeating: "█", count: largest > 0 ? Int((value / largest * 16).rounded()) : 0)
}

private func notes(_ report: SensitivityReport) -> [String] {
  let level = percentage(report.level)
  var notes: [String] = []
  if report.sections.contains(where: { !$0.changes.isEmpty }) {
    notes.append(
      "each number alone, all else as written, same random numbers; ░ the metric's change at the lower, █ at the upper end"
    )
    notes.append("swing ±: half of the \(level) interval of the change from end to end")
    notes.append("elasticity: by how many percent the metric moves when the number moves by one")
  }
  if report.sections.contains(where: { !$0.screenings.isEmpty }) {
    notes.append(
      "μ*: mean size of the metric's change from end to end, with its \(level) interval over walks; μ: with its sign")
    notes.append(
      "σ: how much that change depends on the other numbers, or is no straight line, and on chance between walks")
  }
  for refusal in report.refusals { notes.append("\(refusal.path) stays: \(refusal.reason)") }
  notes.append("\(grouped(report.runs.done)) runs done, \(grouped(report.runs.reused)) taken from the results store")
  return notes
}
