import Kernel

/// The sources of one market that have random streams of their own: notifications, broadcasts, diffusion, recorded series,
/// scalpers' programs.
struct ImpulseTraffic {
  private let market: DemandPlan.MarketDemand
  private let draws: StreamFamily
  private let bots: StreamFamily
  private var cursors: [Int]
  private var carries = [0.0, 0.0, 0.0, 0.0]
  private var seriesCarries: [Double]
  /// How many sources there are.
  let count: Int

  init(_ market: DemandPlan.MarketDemand, streams: Streams, code: String) {
    self.market = market
    draws = streams["demand-impulses \(code)"]
    bots = streams["demand-bots \(code)"]
    cursors = .init(repeating: 0, count: market.series.count)
    seriesCarries = .init(repeating: 0, count: market.series.count)
    let sources = market.broadcasts.count + market.pushes.count + market.series.count
    count = sources + (market.bass == nil ? 0 : 1) + market.drops.count { $0.bots > 0 }
  }

  /// Adds the visits of a bin to those of the other sources.
  mutating func add(
    from now: SimTime, to next: SimTime, factor: Double, season: Double, _ law: CountLaw, _ region: RegionState
  ) {
    var stream = draws[UInt64(bitPattern: now.microseconds)]
    var pushed = 0.0
    for push in market.pushes { pushed += push.visits(from: now, to: next) }
    var seen = 0.0
    for spot in market.broadcasts { seen += spot.visits(from: now, to: next) }
    let adopted = market.bass?.visits(from: now, to: next) ?? 0
    region.traffic.visits[Int(Channel.push.rawValue)] = law.poisson(pushed * factor, &carries[0], &stream)
    region.traffic.visits[Int(Channel.broadcast.rawValue)] = law.poisson(seen * factor, &carries[1], &stream)
    region.traffic.visits[Int(Channel.organic.rawValue)] += law.poisson(adopted * factor * season, &carries[2], &stream)
    region.traffic.direct = 0
    for place in market.series.indices {
      let expected = market.series[place].count(from: now, to: next, &cursors[place])
      if let channel = market.series[place].channel {
        region.traffic.visits[Int(channel.rawValue)] += law.poisson(expected * factor, &seriesCarries[place], &stream)
      } else {
        region.traffic.direct += law.poisson(expected, &seriesCarries[place], &stream)
      }
    }
    scalp(now, law, region)
  }

  /// Scalpers' programs strike as a drop opens.
  private mutating func scalp(_ now: SimTime, _ law: CountLaw, _ region: RegionState) {
    var tries = 0.0
    for drop in market.drops where drop.at == now { tries += drop.bots }
    var stream = bots[UInt64(bitPattern: now.microseconds)]
    region.traffic.visits[Int(Channel.bots.rawValue)] = law.poisson(tries, &carries[3], &stream)
  }
}

extension ImpulseTraffic {
  /// Takes over the places in recorded series, which are the same.
  mutating func inherit(_ old: ImpulseTraffic) {
    cursors = old.cursors
    carries = old.carries
    seriesCarries = old.seriesCarries
  }
}
