internal import Logistics

/// A titled table of a run's summary.
struct RunSection {
  var title: String
  var table: Table
}

/// The tables of a run that have something to say.
func sections(_ run: RunResult) -> [RunSection] {
  [
    RunSection(title: "Why parcels were late", table: blameTable(run, limit: 8)),
    RunSection(title: "Why parcels were late, by country", table: blameByCountry(run)),
    RunSection(title: "Deliveries by the tenth of what was expected of their way", table: promiseTable(run)),
    RunSection(title: "Countries", table: countryTable(run)),
    RunSection(title: "Money by country", table: statementTable(run)),
    RunSection(title: "Warehouses", table: nodeTable(run)),
    RunSection(title: "Replenishment", table: replenishmentTable(run)),
    RunSection(title: "Providers", table: providerTable(run)),
    RunSection(title: "Top losses", table: lossTable(run, limit: 6)),
    RunSection(title: "Bottlenecks", table: stationTable(run, limit: 8)),
    RunSection(title: "Thresholds", table: thresholdTable(run)),
    RunSection(title: "Host time by event kind", table: profileTable(run)),
  ].filter { !$0.table.rows.isEmpty }
}

private func amount(_ minor: Int64, _ run: RunResult) -> String {
  money(minor, digits: run.money.minorDigits, currency: run.money.currency)
}

private func countryTable(_ run: RunResult) -> Table {
  var table = Table([
    .text("country"), .number("visits"), .number("orders"), .number("conversion"), .number("delivered"),
    .number("late"), .number("click to door p50"), .number("p95"), .number("GMV"), .number("lost orders"),
  ])
  for country in run.countries {
    let lost = country.lostDemand.byReason.reduce(0) { $0 + $1.loss.orders }
    table.add(
      country.country, grouped(country.visits), grouped(country.orders),
      percent(country.visits == 0 ? nil : country.conversion), grouped(country.delivered),
      percent(country.lateShare, 1),
      hours(country.clickToDoorP50Hours), hours(country.clickToDoorP95Hours), amount(country.gmvMinor, run),
      grouped(lost))
  }
  return table
}

/// What serving each country's customers earned and cost; the rest of the whole belongs to no country.
private func statementTable(_ run: RunResult) -> Table {
  var table = Table([
    .text("country"), .number("revenue"), .number("goods"), .number("landing"), .number("payments, commissions"),
    .number("after sale"), .number("contribution"), .number("an order"),
  ])
  let kinds = [
    ["goodsRevenue", "shippingRevenue", "refunds"], ["costOfGoods", "writeOff", "salvage"],
    ["fulfilment", "carriage", "dutyAndFees"], ["paymentFees", "platformCommission", "affiliateCommission"],
    ["returnHandling", "contacts", "chargebacks"],
  ]
  for country in run.countries where country.statement.contains(where: { $0.amountMinor != 0 }) {
    let amounts = kinds.map { accounts in
      country.statement.reduce(Int64(0)) { accounts.contains($1.account) ? $0 + $1.amountMinor : $0 }
    }
    let each = country.orders == 0 ? nil : country.contributionMinor / Int64(country.orders)
    table.add(
      [country.country] + amounts.map { amount($0, run) } + [
        amount(country.contributionMinor, run), each.map { amount($0, run) } ?? "–",
      ])
  }
  let rest = run.money.contributionMinor - run.countries.reduce(0) { $0 + $1.contributionMinor }
  if rest != 0, !table.rows.isEmpty {
    table.add(["no country"] + kinds.map { _ in "" } + [amount(rest, run), ""])
  }
  return table
}

private func nodeTable(_ run: RunResult) -> Table {
  var table = Table([
    .text("warehouse"), .text("country"), .number("received"), .number("shipped"), .number("on hand"),
    .number("waves"), .number("missed cut-off"), .number("utilisation"), .number("wait p95"),
  ])
  for node in run.nodes {
    table.add(
      node.name, node.country, grouped(node.received), grouped(node.shipped), grouped(node.onHand), grouped(node.waves),
      grouped(node.missedCutOffs), percent(node.utilisation, 1), span(seconds: node.waitP95Seconds))
  }
  return table
}

private func providerTable(_ run: RunResult) -> Table {
  var table = Table([
    .text("provider"), .number("tendered"), .number("refused"), .number("delivered"), .number("lost"),
    .number("on time"), .number("paid"),
  ])
  for provider in run.providers {
    table.add(
      provider.name, grouped(provider.tendered), grouped(provider.refused), grouped(provider.delivered),
      grouped(provider.lost), percent(provider.onTimeShare, 1), amount(provider.paidMinor, run))
  }
  return table
}

/// The largest losses by country and reason; totals by reason where countries have none.
private func lossTable(_ run: RunResult, limit: Int) -> Table {
  var losses: [(place: String, reason: String, loss: Loss)] = run.countries.flatMap { country in
    country.lostDemand.byReason.map { (country.country, $0.reason, $0.loss) }
  }
  if losses.allSatisfy({ $0.loss.orders == 0 }) { losses = run.lostDemand.byReason.map { ("all", $0.reason, $0.loss) } }
  let ranked = losses.enumerated().filter { $0.element.loss.orders > 0 }.sorted {
    ($1.element.loss.moneyMinor, $0.offset) < ($0.element.loss.moneyMinor, $1.offset)
  }
  var table = Table([.text("country"), .text("reason"), .number("orders"), .number("value")])
  for (_, entry) in ranked.prefix(limit) {
    table.add(entry.place, entry.reason, grouped(entry.loss.orders), amount(entry.loss.moneyMinor, run))
  }
  return table
}

/// The stations that cost the most waiting: the waits of all jobs together, busiest first among equals.
private func stationTable(_ run: RunResult, limit: Int) -> Table {
  let ranked = run.stations.enumerated().filter { $0.element.served > 0 || $0.element.maxQueue > 0 }.sorted {
    let (a, b) = ($0.element, $1.element)
    return (-a.totalWaitSeconds, -a.utilisation, $0.offset) < (-b.totalWaitSeconds, -b.utilisation, $1.offset)
  }
  var table = Table([
    .text("station"), .number("servers"), .number("utilisation"), .number("jobs"), .number("total wait"),
    .number("mean wait"), .number("wait p95"), .number("longest queue"),
  ])
  for (_, station) in ranked.prefix(limit) {
    table.add(
      station.name, grouped(station.servers), percent(station.utilisation, 1), grouped(station.served),
      span(seconds: station.totalWaitSeconds), span(seconds: station.meanWaitSeconds),
      span(seconds: station.p95WaitSeconds), grouped(station.maxQueue))
  }
  return table
}

private func thresholdTable(_ run: RunResult) -> Table {
  var table = Table([
    .text("metric"), .text("gate"), .number("value"), .number("95 % interval"), .text("outcome"),
  ])
  for verdict in run.thresholds {
    let outcome = verdict.outcome == .noSamples ? "no samples" : verdict.outcome.rawValue
    table.add(
      verdict.metric, verdict.gate, verdict.value.map(figure) ?? "–", interval(of: verdict) ?? "–",
      verdict.reason.map { "\(outcome): \($0)" } ?? outcome)
  }
  return table
}

private func profileTable(_ run: RunResult) -> Table {
  let total = run.profile.reduce(0) { $0 + $1.seconds }
  var table = Table([.text("event"), .number("count"), .number("host time"), .number("share"), .number("ns each")])
  for entry in run.profile.enumerated().sorted(by: { ($1.element.seconds, $0.offset) < ($0.element.seconds, $1.offset) }
  ) {
    let profile = entry.element
    table.add(
      profile.kind, grouped(profile.count), fixed(profile.seconds, 3) + " s",
      percent(total > 0 ? profile.seconds / total : nil, 1),
      profile.count == 0 ? "–" : fixed(profile.seconds / Double(profile.count) * 1e9, 1))
  }
  return table
}
