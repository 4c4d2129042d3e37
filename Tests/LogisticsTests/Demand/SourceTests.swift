import Kernel
import Scenario
import Testing

@testable import Logistics

private func time(_ text: String) -> SimTime { SimTime(iso8601: text)! }

@Suite struct SourceTests {
  let start = time("2026-11-27T18:00:00Z")

  @Test("a drop's crowd and latecomers all come, most of the crowd within 20 s")
  func dropArrivals() {
    let drop = FlashDrop(at: start, crowd: 10_000, followers: 4_000, gathering: .minutes(30))
    #expect(drop.arrivals(from: start - .hours(1), to: start) == 0)
    var sum = 0.0
    for second in 0..<4_000 {
      sum += drop.arrivals(from: start + .seconds(Int64(second)), to: start + .seconds(Int64(second) + 1))
    }
    #expect(abs(sum - 14_000) < 1e-6)
    let early = drop.arrivals(from: start, to: start + .seconds(20))
    #expect(early > 10_000 * 0.999 + 4_000 * 0.15 && early < 11_000)
    // Gamma(2) with a mean of 4 s is densest after 2 s.
    let rates = (0..<20).map {
      drop.arrivals(from: start + .milliseconds($0 * 500), to: start + .milliseconds($0 * 500 + 500))
    }
    #expect(rates.indices.max { rates[$0] < rates[$1] }.map { (3...4).contains($0) } == true)
  }

  @Test("people gather ever faster before a drop, poll while they wait, and stop afterwards")
  func dropPolls() {
    let drop = FlashDrop(at: start, crowd: 1_000, followers: 0, gathering: .minutes(30))
    let waiting = [30, 20, 10, 5, 1, 0].map { drop.waiting(at: start - .minutes($0)) }
    #expect(waiting[0] == 0 && abs(waiting[5] - 1_000) < 1e-9 && waiting == waiting.sorted())
    #expect(waiting[5] - waiting[4] > waiting[2] - waiting[1])
    #expect(abs(drop.polls(from: start - .milliseconds(1), to: start + .milliseconds(1)) - 1_000 * 0.002 / 3.5) < 0.001)
    #expect(drop.polls(from: start + .hours(1), to: start + .hours(2)) == 0)
  }

  @Test("a live session's joins add up to its audience")
  func joins() {
    let session = LiveSession(
      start: start, end: start + .hours(2), audience: 5_000, skus: [0], pitchEvery: .minutes(8))
    var sum = 0.0
    for bin in 0..<800 {
      sum += session.joins(from: start + .seconds(Int64(bin) * 10), to: start + .seconds(Int64(bin) * 10 + 10))
    }
    #expect(abs(sum - 5_000) < 1e-6)
  }

  @Test("viewers of even arrivals settle at rate times mean watch time: M/M/inf (99.9 %)")
  func viewers() {
    var session = LiveSession(
      start: start, end: start + .hours(3), audience: 10_800, skus: [], pitchEvery: .minutes(8))
    session.announced = 0
    session.recommendation = 0
    var moments = FrontMoments()
    for run in 0..<400 {
      var audience = LiveAudience()
      var stream = Streams(seed: 9)["live"][UInt64(run)]
      for bin in 0..<1_080 {
        let from = start + .seconds(Int64(bin) * 10)
        _ = audience.step(session, from: from, to: from + .seconds(10), sales: 0, .random, &stream)
      }
      moments.add(Double(audience.viewers))
    }
    // One per second: 0.7 · 60 s + 0.3 · 900 s, less what is missing after 3 h.
    #expect(abs(moments.mean - 312) < moments.halfWidth + 0.01)
    #expect(abs(moments.variance / 312 - 1) < 3.2905 * (2.0 / 400).squareRoot())
  }

  @Test("a pitch lifts the wish to buy fourfold and fades within minutes; the SKUs take turns")
  func pitches() {
    let session = LiveSession(
      start: start, end: start + .hours(2), audience: 1, skus: [4, 7], pitchEvery: .minutes(8))
    #expect(abs(session.appeal(from: start, to: start + .milliseconds(10)) - 4) < 1e-3)
    #expect(session.appeal(from: start + .minutes(7), to: start + .minutes(8)) < 1.05)
    #expect(session.pitched(at: start + .minutes(1)) == 4 && session.pitched(at: start + .minutes(9)) == 7)
    #expect(session.pitched(at: start + .minutes(17)) == 4 && session.pitched(at: start + .hours(3)) == nil)
  }

  @Test("the view curve meets its knots, and short spans add up to long ones")
  func lifecycle() {
    let curve = ViewLifecycle.shortVideo
    for (days, share) in [(1.0, 0.32), (2, 0.38), (7, 0.55), (90, 1)] {
      #expect(abs(curve.cumulative(days * 86_400) - share) < 1e-12)
    }
    var sum = 0.0
    for minute in 0..<129_600 { sum += curve.share(from: Double(minute) * 60, to: Double(minute) * 60 + 60) }
    #expect(abs(sum - 1) < 1e-4)
    #expect(curve.cumulative(1) == 0 && curve.cumulative(1e9) == 1)
  }

  @Test("a budget of 5,000 at 10 per thousand and 1 % clicks brings 5,000 visits, evenly")
  func ads() {
    let flight = AdFlight(
      from: start, until: start + .hours(10), budget: 5_000, costPerMille: 10, clickThrough: 0.01)
    #expect(abs(flight.visits(from: start - .hours(5), to: start + .hours(50)) - 5_000) < 1e-9)
    #expect(abs(flight.visits(from: start + .hours(1), to: start + .hours(2)) - 500) < 1e-9)
  }

  @Test("bins are shortest where spans overlap, and end where a span begins")
  func ladder() {
    let ladder = BinLadder(
      normal: .minutes(1),
      windows: [
        BinLadder.Window(from: start + .seconds(90), until: start + .minutes(10), length: .seconds(10)),
        BinLadder.Window(from: start + .minutes(5), until: start + .minutes(6), length: .seconds(1)),
      ], from: start)
    var cursor = 0
    var now = start
    var lengths: [SimDuration] = []
    while now < start + .minutes(12) {
      let end = ladder.end(ofBinAt: now, &cursor)
      lengths.append(end - now)
      now = end
    }
    #expect(lengths.prefix(3).elementsEqual([.minutes(1), .seconds(30), .seconds(10)]))
    #expect(lengths.count { $0 == .seconds(1) } == 60)
    #expect(lengths.count { $0 == .seconds(10) } == 45 && now == start + .minutes(12))
  }
}

@Suite struct SeasonalityTests {
  func season(_ zone: String, from: String, days: Int64, factors: [(date: LocalDate, factor: Double)] = [])
    -> Seasonality
  {
    let start = time(from)
    let rules = TimeZoneRules(identifier: zone, from: start - .days(2), to: start + .days(days + 2))!
    return Seasonality(
      hours: Seasonality.defaultHours, weekdays: Seasonality.defaultWeekdays, days: factors, zones: [(rules, 1)],
      from: start, to: start + .days(days))
  }

  @Test("an ordinary week has mean 1 and its peak at nine in the evening of Sunday")
  func week() {
    let season = season("Europe/Berlin", from: "2026-06-07T22:00:00Z", days: 7)
    let slots = (0..<672).map { time("2026-06-07T22:00:00Z") + .minutes(Int64($0) * 15) }
    let factors = slots.map { season.factor(at: $0) }
    #expect(abs(factors.reduce(0, +) / 672 - 1) < 1e-9)
    let peak = slots[factors.indices.max { factors[$0] < factors[$1] }!]
    #expect(peak >= time("2026-06-14T18:00:00Z") && peak < time("2026-06-14T20:00:00Z"))
  }

  @Test("the day with 25 hours has its third hour twice, the day with 23 hours lacks it")
  func daylightSaving() {
    let autumn = season("Europe/Berlin", from: "2026-10-24T00:00:00Z", days: 3)
    // 02:00 to 03:00 local is 00:00Z (summer time) and 01:00Z (winter time).
    let two = autumn.factor(at: time("2026-10-25T00:30:00Z"))
    #expect(autumn.factor(at: time("2026-10-25T01:30:00Z")) == two)
    #expect(autumn.factor(at: time("2026-10-25T02:00:00Z")) < two)
    let spring = season("America/New_York", from: "2026-03-07T00:00:00Z", days: 3)
    let one = spring.factor(at: time("2026-03-08T06:59:00Z"))
    let three = spring.factor(at: time("2026-03-08T07:00:00Z"))
    #expect(abs(three / one - 0.20 / 0.40) < 1e-9)
  }

  @Test("a factor on a date holds from local midnight to local midnight")
  func dates() {
    let black = LocalDate("2026-11-27")!
    let plain = season("America/New_York", from: "2026-11-25T00:00:00Z", days: 5)
    let peak = season("America/New_York", from: "2026-11-25T00:00:00Z", days: 5, factors: [(black, 3)])
    for (text, factor) in [
      ("2026-11-27T04:59:00Z", 1.0), ("2026-11-27T05:00:00Z", 3), ("2026-11-28T04:59:00Z", 3),
      ("2026-11-28T05:00:00Z", 1),
    ] {
      #expect(abs(peak.factor(at: time(text)) / plain.factor(at: time(text)) - factor) < 1e-12)
    }
  }
}
