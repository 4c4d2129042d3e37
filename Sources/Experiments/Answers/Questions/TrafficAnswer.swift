internal import Kernel
internal import Logistics
internal import Planning

/// Question 1: visits with the parameters' uncertainty, peaks, and what capacity they ask for.
struct TrafficAnswer: AnswerMaker {
  static let question = AnswerQuestion.traffic

  func answer(_ desk: inout AnswerDesk) throws -> Answer {
    let groups = try desk.latent()
    let runs = groups.flatMap(\.self)
    let visits = groups.map { desk.values(MetricName(metric: "visits"), $0).map(desk.whole) }
    let split = try VarianceSplit(visits, level: desk.level)
    let sorted = visits.flatMap(\.self).sorted()
    let quantiles = [0.05, 0.25, 0.5, 0.75, 0.95].map { SampleQuantile.of(sorted: sorted, $0) }
    var answer = Answer(Self.question)
    answer.figures = [
      desk.figure("visits", "mean visits", split.mean),
      quantile("visits_p50", "median visits", sorted, 0.5, desk),
      quantile("visits_p95", "95th percentile", sorted, 0.95, desk),
      desk.mean("peak_hour", "visits in the busiest hour", desk.values(MetricName(metric: "peak_visits_per_h"), runs)),
    ]
    answer.headline =
      "\(count(split.mean.estimate)) visits are expected (\(count(split.mean.lower)) to \(count(split.mean.upper))); "
      + "nine times out of ten there will be between \(count(quantiles[0])) and \(count(quantiles[4])). "
      + "\(percentText(split.epistemicShare)) of the variance is not knowing the parameters, the rest is chance."
    answer.tables = [
      spread(quantiles, split, sorted, desk), peaks(runs, desk), countries(groups, desk), fan(runs, desk),
    ]
    if let seen = desk.seen { try update(&answer, seen, runs, desk) }
    let means = visits.map { Tally($0).mean }
    let influence = desk.parameters.influence(on: means)
    answer.drivers = drivers(influence, "visits")
    answer.wouldChange = [viral(desk, sorted)]
    answer.method = [
      desk.parameters.isEmpty
        ? "no parameter of demand is written in the scenario: all variance is chance"
        : "\(counted(desk.parameters.count, "number")) of creators, posts, drops, live sessions, sharing, organic visits and conversion \(desk.parameters.count == 1 ? "was" : "were") drawn "
          + "\(desk.effort.draws) times, each uniformly within ±\(percentText(desk.effort.spread)), with \(desk.effort.inner) "
          + "replications of each draw; the interval of the mean takes draws as independent, not replications",
      "stock has no limit in these runs, so that nothing stops the demand that questions 3, 6 and 7 need",
    ]
    answer.evidence = [desk.latentEvidence()]
    return answer
  }

  /// The forecast after a beginning that was seen: futures that began alike count more.
  private func update(_ answer: inout Answer, _ seen: SeenVisits, _ runs: [RunFigures], _ desk: AnswerDesk) throws {
    let days = desk.outline.calendar
    guard let last = days.firstIndex(of: seen.day) else {
      throw PlanningError.invalid(
        parameter: "day \(seen.day) of --seen", value: 0,
        requirement: "one of the run's, \(days.first ?? "") to \(days.last ?? "")")
    }
    let byDay = days[...last].map {
      desk.values(MetricName(metric: "visits", scope: .day, part: $0), runs).map(desk.whole)
    }
    let totals = desk.values(MetricName(metric: "visits"), runs).map(desk.whole)
    let futures = totals.indices.map { run in
      AnalogueForecast.Future(early: byDay.reduce(0) { $0 + $1[run] }, total: totals[run])
    }
    let forecast = try AnalogueForecast(futures, seen: seen.visits)
    let (low, middle, high) = (forecast.quantile(0.05), forecast.quantile(0.5), forecast.quantile(0.95))
    answer.figures.append(
      AnswerFigure(key: "visits_updated", name: "visits after what was seen", estimate: middle, lower: low, upper: high)
    )
    answer.headline +=
      " After \(count(seen.visits)) visits until \(seen.day), nine times out of ten there will be between \(count(low)) and "
      + "\(count(high)) in all."
    var table = AnswerTable("seen", "After \(count(seen.visits)) visits until \(seen.day)", ["figure", "#visits"])
    for (name, share) in [("p5", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95)] {
      table.add(.text("all visits, \(name)"), .figure(forecast.quantile(share)))
    }
    table.add(.text("futures that began lower, %"), .figure(100 * forecast.rank, 1))
    table.add(.text("futures that count, of \(futures.count)"), .figure(forecast.effectiveCount, 1))
    table.notes = [
      "simulated futures count by how near their visits until that day are to what was seen; what followed in each is scaled to it"
    ]
    if forecast.rank == 0 || forecast.rank == 1 {
      table.notes.append(
        "no future began that \(forecast.rank == 0 ? "low" : "high"): the scenario does not expect this, and the update is the nearest "
          + "future's")
    }
    answer.tables.append(table)
  }

  private func quantile(_ key: String, _ words: String, _ sorted: [Double], _ p: Double, _ desk: AnswerDesk)
    -> AnswerFigure
  {
    let bounds = (try? QuantileInterval(count: Int64(sorted.count), quantile: p, level: desk.level))?.bounds(
      inSorted: sorted)
    return AnswerFigure(
      key: key, name: words, estimate: SampleQuantile.of(sorted: sorted, p), lower: bounds?.lower, upper: bounds?.upper)
  }

  private func spread(_ quantiles: [Double], _ split: VarianceSplit, _ sorted: [Double], _ desk: AnswerDesk)
    -> AnswerTable
  {
    var table = AnswerTable(
      "spread", "Visits over all draws and replications",
      ["#p5", "#p25", "#p50", "#p75", "#p95", "#sd of not knowing", "#sd of chance"])
    table.add(
      quantiles.map { .figure($0) } + [.figure(split.epistemic.squareRoot()), .figure(split.aleatory.squareRoot())])
    return table
  }

  /// Peaks by country: the second and the minute by the demand's own time bins, the hour by the clock.
  private func peaks(_ runs: [RunFigures], _ desk: AnswerDesk) -> AnswerTable {
    var table = AnswerTable(
      "peaks", "Peaks and the capacity they ask for",
      ["country", "#per second", "#p99", "#per minute", "#p99", "#per hour", "#p99", "busiest minute, local time"])
    for (place, market) in desk.outline.markets.enumerated() {
      func column(_ metric: String) -> [AnswerCell] {
        let values = desk.values(of: metric, market.code, runs).map(desk.whole).sorted()
        return [.figure(Tally(values).mean, 1), .figure(SampleQuantile.of(sorted: values, 0.99), 1)]
      }
      let minutes = desk.values(of: "peak_visits_minute", market.code, runs).sorted()
      let common = Self.mode(minutes)
      table.add(
        [.text(market.code)] + column("peak_visits_per_s") + column("peak_visits_per_min")
          + column("peak_visits_per_h") + [
            .text(
              common.map {
                "\(desk.outline.localTime($0.value * 60, market: place)) (\(percentText($0.share)) of runs)"
              } ?? "–")
          ])
    }
    table.notes = [
      "p99: a shop with this capacity serves 99 of 100 peaks; a peak per second is the mean over the demand's time bin where that is longer"
    ]
    return table
  }

  /// The most frequent value, the first of equals.
  private static func mode(_ sorted: [Double]) -> (value: Double, share: Double)? {
    var best: (value: Double, count: Int)?
    var run = 0
    for (place, value) in sorted.enumerated() {
      run = place > 0 && sorted[place - 1] == value ? run + 1 : 1
      if run > best?.count ?? 0 { best = (value, run) }
    }
    return best.map { ($0.value, Double($0.count) / Double(sorted.count)) }
  }

  private func countries(_ groups: [[RunFigures]], _ desk: AnswerDesk) -> AnswerTable {
    var table = AnswerTable("countries", "Visits by country", ["country", "#visits", "#p5", "#p95", "#share"])
    let all = groups.flatMap(\.self)
    let total = Tally(desk.values(MetricName(metric: "visits"), all)).mean
    for market in desk.outline.markets {
      let name = MetricName(metric: "visits", scope: .country, part: market.code)
      let means = groups.map { Tally(desk.values(name, $0).map(desk.whole)).mean }
      let interval = ConfidenceInterval(of: Tally(means), level: desk.level)
      let sorted = desk.values(name, all).map(desk.whole).sorted()
      table.add(
        .text(market.code), desk.cell(interval), .figure(SampleQuantile.of(sorted: sorted, 0.05)),
        .figure(SampleQuantile.of(sorted: sorted, 0.95)),
        .percent(total > 0 ? desk.values(name, all).reduce(0, +) / Double(all.count) / total : nil))
    }
    return table
  }

  /// The fan chart: quantiles of each day's visits.
  private func fan(_ runs: [RunFigures], _ desk: AnswerDesk) -> AnswerTable {
    var table = AnswerTable("fan", "Visits by day", ["day", "#p5", "#p25", "#p50", "#p75", "#p95"])
    for day in desk.outline.calendar {
      let sorted = desk.values(MetricName(metric: "visits", scope: .day, part: day), runs).map(desk.whole).sorted()
      table.add([.text(day)] + [0.05, 0.25, 0.5, 0.75, 0.95].map { .figure(SampleQuantile.of(sorted: sorted, $0)) })
    }
    table.isShown = false
    return table
  }

  private func viral(_ desk: AnswerDesk, _ sorted: [Double]) -> String {
    let open = desk.outline.posts.count { $0 == nil }
    var none = 1.0
    for _ in 0..<open { none *= 1 - desk.outline.viralShare }
    let median = SampleQuantile.of(sorted: sorted, 0.5)
    let high = sorted.count { $0 > 1.5 * median }
    let often = WilsonInterval(successes: high, trials: sorted.count, level: desk.level)
    let posts =
      open == 0
      ? "no post is left to chance"
      : "at least one of \(open) posts turns out viral with probability \(percentText(1 - none)) "
        + "(\(percentText(desk.outline.viralShare)) each, by the scenario)"
    return posts
      + "; visits were more than half again the median in \(percentText(Double(high) / Double(sorted.count))) of runs "
      + "(\(percentText(often.lower)) to \(percentText(often.upper)))"
  }
}
