import Kernel
import Scenario

extension DemandPlan {
  /// Spots on television in one market.
  static func broadcasts(_ root: Section, _ market: String, _ network: Network) -> [Broadcast] {
    root.items("broadcasts[]").filter { $0[ImpulseFields.tvMarket].name == market }.map { section in
      Broadcast(
        at: section[ImpulseFields.tvAt],
        visits: section[ImpulseFields.tvAudience] * section[ImpulseFields.tvResponse] * network.scale.demand,
        immediate: section[ImpulseFields.tvImmediate], burst: section[ImpulseFields.tvBurst].seconds,
        decay: section[ImpulseFields.tvDecay].seconds)
    }
  }

  /// Notifications in one market.
  static func pushes(_ root: Section, _ market: String, _ network: Network) -> [PushCampaign] {
    root.items("pushes[]").filter { $0[ImpulseFields.pushMarket].name == market }.map { section in
      PushCampaign(
        at: section[ImpulseFields.pushAt], devices: section[ImpulseFields.pushDevices] * network.scale.demand,
        rate: section[ImpulseFields.pushRate].perSecond * network.scale.demand, opens: section[ImpulseFields.pushOpens],
        median: section[ImpulseFields.pushMedian].seconds, sigma: section[ImpulseFields.pushSigma])
    }
  }

  /// Diffusion through one market.
  static func bass(_ market: Section, _ network: Network) -> BassTraffic? {
    guard let section = market.section("markets{}.demand.bass") else { return nil }
    return BassTraffic(
      launch: section[BassFields.launch],
      visits: section[BassFields.size] * section[BassFields.visits] * network.scale.demand,
      diffusion: BassDiffusion(
        innovation: section[BassFields.innovation].perSecond, imitation: section[BassFields.imitation].perSecond))
  }

  /// The recorded series of one market.
  static func series(
    _ root: Section, _ market: Int, _ network: Network, _ problems: inout Diagnostics
  ) -> [RecordedSeries] {
    let place = network.markets[market]
    return root.items("demand.series[]").filter { $0[SeriesFields.market].name == place.code }.compactMap { section in
      let zone = section[SeriesFields.timeZone].flatMap {
        TimeZoneRules(identifier: $0.name, from: network.horizon.lowerBound, to: network.horizon.upperBound)
      }
      let name = section[SeriesFields.channel]
      var reader = RecordedSeriesReader(
        RecordedSeriesReader.Format(
          time: section[SeriesFields.time], count: section[SeriesFields.count], timeZone: zone ?? place.timeZone,
          start: section[SeriesFields.start], stretch: section[SeriesFields.stretch],
          volume: section[SeriesFields.volume] * network.scale.demand))
      return reader.read(
        section[SeriesFields.file], channel: Channel.allCases.first { $0.name == name },
        at: section[mark: SeriesFields.file], &problems)
    }
  }

  /// The posts that creators' schedules add to those that are listed.
  static func scheduledPosts(
    _ root: Section, shares: (String) -> [Double], _ network: Network, _ problems: inout Diagnostics
  ) -> [Post] {
    var posts: [Post] = []
    for creator in root.items("creators{}") {
      guard let schedule = creator.section("creators{}.schedule") else { continue }
      let until = min(network.end, schedule[CreatorFields.scheduleUntil] ?? network.end)
      var at = schedule[CreatorFields.scheduleFrom]
      if at >= until {
        problems.warning(
          at: schedule[mark: CreatorFields.scheduleFrom], "the schedule has no post in the run",
          help: "the run lasts from \(network.start) until \(network.end)")
      }
      while at < until, posts.count < 100_000 {
        posts.append(
          Post(
            at: at, jitter: schedule[CreatorFields.scheduleJitter].seconds,
            views: creator[CreatorFields.followers] * creator[CreatorFields.viewRate] * network.scale.demand,
            spread: creator[CreatorFields.spread], clickThrough: creator[CreatorFields.clickThrough], branching: nil,
            shares: shares(creator.name)))
        at += schedule[CreatorFields.scheduleEvery]
      }
    }
    return posts
  }

  /// Factors of the days around holidays: up from 1 over the days before, down to 1 over the days after.
  static func holidays(_ market: Section) -> [(date: LocalDate, factor: Double)] {
    market.items("markets{}.demand.holidays[]").flatMap { section in
      let (before, after) = (section[AudienceFields.holidayBefore], section[AudienceFields.holidayAfter])
      let extra = section[AudienceFields.holidayFactor] - 1
      return (-before...after).map { day in
        let share = day < 0 ? 1 + Double(day) / Double(before + 1) : 1 - Double(day) / Double(after + 1)
        return (date: section[AudienceFields.holidayDate] + day, factor: 1 + extra * share)
      }
    }
  }

  /// Spans of dates with other weights of the hours.
  static func periods(_ market: Section, _ problems: inout Diagnostics) -> [Seasonality.Period] {
    market.items("markets{}.demand.periods[]").compactMap { section in
      let (from, until) = (section[AudienceFields.periodFrom], section[AudienceFields.periodUntil])
      guard from <= until else {
        problems.error(
          at: section[mark: AudienceFields.periodUntil], "until is before from", help: "write \(from) or a later date")
        return nil
      }
      return Seasonality.Period(days: from...until, hours: section[AudienceFields.periodHours])
    }
  }
}
