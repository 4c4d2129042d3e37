public import Logistics

/// The line that opens every run: version, scenario, seed and threads, enough to run it again.
public func headLine(_ identity: RunIdentity) -> String {
  let hash = identity.scenarioHash.prefix(12)
  let replication = identity.replication == 0 ? "" : ", replication \(identity.replication)"
  return
    "doorstep \(identity.version), scenario \(identity.scenarioName) \(hash), seed \(identity.seed)\(replication), "
    + "\(identity.threads) thread\(identity.threads == 1 ? "" : "s")"
}

/// The summary of a run that a planner reads: headline figures and a table per question.
public func textSummary(_ run: RunResult, withHead: Bool = true) -> String {
  var out = withHead ? headLine(run.identity) + "\n" : ""
  out += headlines(run).map { "\(padded($0.title, 12))\($0.text)\n" }.joined()
  for section in sections(run) { out += "\n\(section.title)\n\(section.table.text())" }
  return out + "\n" + closing(run).map { "\(padded($0.title, 12))\($0.text)\n" }.joined()
}

/// The same summary in Markdown.
public func markdownSummary(_ run: RunResult) -> String {
  var out = "# Run of \(run.identity.scenarioName)\n\n\(headLine(run.identity))\n\n"
  out += headlines(run).map { "- **\($0.title)** \($0.text)\n" }.joined()
  for section in sections(run) { out += "\n## \(section.title)\n\n\(section.table.markdown())" }
  return out + "\n" + closing(run).map { "- **\($0.title)** \($0.text)\n" }.joined()
}

/// The same summary as a part of an HTML page.
public func htmlSummary(_ run: RunResult) -> String {
  func list(_ lines: [Line]) -> String {
    "<dl>\n" + lines.map { "<dt>\($0.title)</dt><dd>\(escaped($0.text))</dd>\n" }.joined() + "</dl>\n"
  }
  let tables = sections(run).map { "<h2>\($0.title)</h2>\n\($0.table.html())" }.joined()
  return "<p>\(escaped(headLine(run.identity)))</p>\n" + list(headlines(run)) + tables + list(closing(run))
}

private typealias Line = (title: String, text: String)

private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(1, width - text.count))
}

private func amount(_ minor: Int64, _ run: RunResult) -> String {
  money(minor, digits: run.money.minorDigits, currency: run.money.currency)
}

private func headlines(_ run: RunResult) -> [Line] {
  let orders = run.orders
  let units = run.units
  let period =
    CivilDate(microseconds: run.cost.startMicroseconds).minuteText + " to "
    + CivilDate(microseconds: run.cost.endMicroseconds).minuteText
  let conversion = run.visits == 0 ? nil : Double(orders.placed) / Double(run.visits)
  var lines: [Line] = [
    ("Period", "\(period)\(run.interrupted ? ", interrupted: all figures cover this part only" : "")"),
    (
      "Traffic",
      "\(grouped(run.visits)) visits, \(grouped(run.carts)) carts, \(grouped(orders.placed)) orders, "
        + "conversion \(percent(conversion))"
    ),
    (
      "Orders",
      "\(grouped(orders.delivered)) delivered, \(grouped(orders.inFlight)) in flight\(overdueText(orders)), "
        + "\(grouped(orders.cancelled)) cancelled, \(grouped(orders.lost)) lost, \(grouped(orders.returned)) returned"
    ),
    (
      "Stock",
      "\(grouped(units.received)) units received, \(grouped(units.shipped)) shipped, \(grouped(units.onHand)) on hand, "
        + "\(grouped(units.allocated)) allocated, \(grouped(units.returned)) returned, "
        + "\(grouped(units.soldUsed)) sold used, \(grouped(units.scrapped)) scrapped"
    ),
    (
      "Money",
      "GMV \(amount(run.money.gmvMinor, run)), contribution \(amount(run.money.contributionMinor, run)), "
        + "at most \(amount(run.money.cashPeakMinor, run)) out of pocket"
    ),
  ]
  if run.fulfilment.units > 0 { lines.append(("Fulfilment", fulfilmentText(run))) }
  if run.late > 0 { lines.append(("Late", lateText(run))) }
  if run.customs.entries > 0 { lines.append(("Customs", customsText(run))) }
  return lines
}

private func overdueText(_ orders: OrderCounts) -> String {
  orders.overdue > 0 ? " (\(grouped(orders.overdue)) overdue)" : ""
}

private func fulfilmentText(_ run: RunResult) -> String {
  let result = run.fulfilment
  let best = result.clairvoyantMinor.map {
    "\(amount($0, run)) with all orders known, regret \(percent(result.regret, 1))"
  }
  return
    "\(grouped(result.units)) units released, \(percent(ratio(result.crossBorder, result.units), 1)) across a border; "
    + "planned cost \(amount(result.costMinor, run)), \(best ?? "too many ways to solve with all orders known")"
    + (result.moved > 0 ? "; \(grouped(result.moved)) orders moved" : "")
}

private func ratio(_ part: Int, _ whole: Int) -> Double { Double(part) / Double(whole) }

/// How many were late, and what to look at first.
private func lateText(_ run: RunResult) -> String {
  let head = "\(grouped(run.late)) of \(grouped(run.orders.delivered)) delivered (\(percent(run.lateShare, 1)))"
  guard let worst = run.blame.places.first else { return head }
  let share = percent(worst.of.lateness.share(of: run.blame.total), 0)
  return head + "; bottleneck: \(worst.of.cause) at \(worst.place), \(share) of all lateness"
}

private func customsText(_ run: RunResult) -> String {
  let customs = run.customs
  return "\(grouped(customs.entries)) entries: \(grouped(customs.green)) green, \(grouped(customs.yellow)) yellow, "
    + "\(grouped(customs.red)) red, \(grouped(customs.held)) held, \(grouped(customs.seized)) seized; "
    + "cleared in \(hours(customs.clearP50Hours)) (median), \(hours(customs.clearP95Hours)) (p95); "
    + "duty \(amount(customs.dutyMinor, run)), tax \(amount(customs.taxMinor, run))"
}

private func closing(_ run: RunResult) -> [Line] {
  let violations = run.invariants.violations
  var lines: [Line] = violations.map { ("Violation", $0) }
  let verdict = violations.isEmpty ? "all hold" : "\(grouped(violations.count)) broken"
  lines.append(("Invariants", "\(grouped(run.invariants.checked)) checks, \(verdict)"))
  if let trace = run.trace { lines.append(("Trace", traceText(trace))) }
  lines.append(("Fingerprint", run.fingerprint.text))
  lines.append(
    (
      "Speed",
      "\(grouped(Int(run.ordersPerWallSecond))) orders simulated per wall second (Double-11 2020 peaked at 583,000 "
        + "orders/s), \(short(run.cost.eventsPerSecond)) events/s, \(fixed(run.eventsPerOrder, 1)) events per order"
    ))
  lines.append(
    (
      "Cost",
      "\(span(seconds: run.cost.simulatedSeconds)) simulated in \(fixed(run.cost.wallSeconds, 2)) s, "
        + "\(grouped(run.cost.events)) events, \(byteSize(run.cost.peakRSSBytes)) of memory at most"
    ))
  return lines
}

private func traceText(_ trace: RunTrace) -> String {
  if let reason = trace.incomplete { return "incomplete: \(reason.prefix { $0 != "\n" })" }
  return "\(trace.path): \(grouped(trace.records)) records, \(grouped(trace.bytes)) bytes, "
    + "\(fixed(trace.bytesPerRecord, 2)) bytes per record"
}
