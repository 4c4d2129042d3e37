internal import Logistics

/// Why parcels were late: by cause, with the place and the day that are most to blame.
func blameTable(_ run: RunResult, limit: Int) -> Table {
  let blame = run.blame
  var table = Table([
    .text("cause"), .number("share"), .text(""), .number("late parcels"), .number("lateness"), .text("mostly at"),
    .text("worst day"),
  ])
  for cause in blame.causes.prefix(limit) {
    let share = cause.lateness.share(of: blame.total)
    table.add(
      cause.cause, percent(share, 1), bar(share ?? 0, width: 20), grouped(cause.lateness.parcels),
      span(seconds: cause.lateness.seconds), worstPlace(cause, blame), worstDay(cause, blame))
  }
  return table
}

/// Why parcels were late, country by country: the causes that matter most.
func blameByCountry(_ run: RunResult) -> Table {
  var table = Table([
    .text("country"), .number("late parcels"), .number("lateness"), .number("mean"), .text("because of"),
  ])
  guard run.blame.countries.count > 1 else { return table }
  for country in run.blame.countries where !country.causes.isEmpty {
    let total = country.causes.reduce(Lateness()) { sum, cause in
      Lateness(
        parcels: sum.parcels + cause.lateness.parcels, microseconds: sum.microseconds + cause.lateness.microseconds)
    }
    table.add(
      country.country, grouped(total.parcels), span(seconds: total.seconds),
      span(seconds: total.parcels == 0 ? nil : total.seconds / Double(total.parcels)),
      mainCauses(country.causes, of: total, limit: 3))
  }
  return table
}

/// Causes with their shares: `line-haul capacity 61 %, customs officers 22 %`.
func mainCauses(_ causes: [LatenessOf], of total: Lateness, limit: Int) -> String {
  causes.prefix(limit).map { "\($0.cause) \(percent($0.lateness.share(of: total), 0))" }.joined(separator: ", ")
}

/// The place that answers for most of a cause, with its share where there are others.
private func worstPlace(_ cause: LatenessOf, _ blame: BlameResult) -> String {
  guard let worst = blame.places.first(where: { $0.of.key == cause.key }) else { return "–" }
  let isAlone = worst.of.lateness.microseconds == cause.lateness.microseconds
  return isAlone ? worst.place : "\(worst.place) (\(percent(worst.of.lateness.share(of: cause.lateness), 0)))"
}

/// The promised day that a cause hurt most, over all countries.
private func worstDay(_ cause: LatenessOf, _ blame: BlameResult) -> String {
  var sums: [(day: Int, lateness: Int64)] = []
  for entry in blame.days where entry.of.key == cause.key {
    if let last = sums.last, last.day == entry.day {
      sums[sums.count - 1].lateness += entry.of.lateness.microseconds
    } else {
      sums.append((entry.day, entry.of.lateness.microseconds))
    }
  }
  guard let worst = sums.max(by: { ($0.lateness, -$0.day) < ($1.lateness, -$1.day) }) else { return "–" }
  return CivilDate(microseconds: Int64(worst.day) * 86_400_000_000).shortText
}

/// A bar in eighths of a character.
func bar(_ share: Double, width: Int) -> String {
  let eighths = Int((min(max(share, 0), 1) * Double(width * 8)).rounded())
  let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
  return String(repeating: "█", count: eighths / 8) + rest
}

/// The JSON of what made parcels late; lateness in whole microseconds, so that the parts add up.
func blameDocument(_ blame: BlameResult) -> JSONValue {
  [
    "late_parcels": .integer(blame.total.parcels), "lateness_us": .integer(blame.total.microseconds),
    "by_cause": byCause(blame.causes, of: blame.total),
    "by_country": .object(of: blame.countries) { country in
      let total = country.causes.reduce(Int64(0)) { $0 + $1.lateness.microseconds }
      return (country.country, byCause(country.causes, of: Lateness(microseconds: total)))
    },
    "by_place": .array(of: blame.places) { entry in
      [
        "place": .string(entry.place), "cause": .string(entry.of.key),
        "parcels": .integer(entry.of.lateness.parcels), "lateness_us": .integer(entry.of.lateness.microseconds),
      ]
    },
    "by_day": .array(of: blame.days) { entry in
      [
        "day": .string(CivilDate(microseconds: Int64(entry.day) * 86_400_000_000).dateText),
        "country": .string(entry.country), "cause": .string(entry.of.key),
        "parcels": .integer(entry.of.lateness.parcels), "lateness_us": .integer(entry.of.lateness.microseconds),
      ]
    },
  ]
}

private func byCause(_ causes: [LatenessOf], of total: Lateness) -> JSONValue {
  .object(of: causes) { cause in
    (
      cause.key,
      [
        "parcels": .integer(cause.lateness.parcels), "lateness_us": .integer(cause.lateness.microseconds),
        "share": .number(cause.lateness.share(of: total)),
      ]
    )
  }
}
