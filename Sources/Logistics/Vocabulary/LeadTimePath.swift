import Kernel

/// The planned way of a parcel from one node by one service to one zone: what a promise is made of.
///
/// It walks the same schedules as the parcel will, with a chosen quantile in place of each random duration and without
/// queues, so that with all noise off the plan and the delivery agree to the microsecond.
struct LeadTimePath: Sendable {
  /// Wave instants of the node; nil when sellers hand over.
  var waves: LocalSchedule?
  /// From the wave, or from the order when there are no waves, until packed.
  var prepare: SimDuration
  /// The part of it that packing takes.
  var packing = SimDuration.zero
  /// From the order until the node knows of it.
  var handOver: SimDuration
  var pickUps: LocalSchedule
  var firstMile: SimDuration
  var hubHours: WorkCalendar?
  var sortTime: SimDuration
  var departures: LocalSchedule?
  var transit: SimDuration
  /// Clearance at the quantile; nothing for domestic parcels.
  var clearance: SimDuration
  var depotWaves: LocalSchedule
  /// From the depot to the door, at most.
  var route: SimDuration
  var timeZone: TimeZoneRules
  /// The random legs at each of ``levels``: what deliveries are held against.
  var expected: [Legs] = []

  /// The probabilities that split what is expected of a way into ten equally likely parts.
  static let levels = (1...9).map { Double($0) / 10 }

  /// The legs whose length is drawn, at one quantile.
  struct Legs: Sendable {
    var prepare: SimDuration
    var transit: SimDuration
    var clearance: SimDuration
  }

  /// The part of the way that does not depend on the hour: what makes one node nearer than another.
  ///
  /// Legs longer than ``longest`` count as that, so that sums stay in the range of time.
  var wayToTheDoor: SimDuration { legs.reduce(.zero) { $0 + min($1, Self.longest) } }

  private var legs: [SimDuration] { [prepare, firstMile, sortTime, transit, clearance, route] }

  /// A leg longer than a hundred years is never planned to end: quantiles of heavy tails know no calendar.
  private static let longest = SimDuration.days(36_525)

  /// Whether the way has an end.
  var isFinite: Bool {
    max(prepare, firstMile, sortTime) <= Self.longest && max(transit, clearance, route) <= Self.longest
  }

  /// When a parcel ordered at `time` is planned to be tendered; distantFuture where no wave comes any more.
  func tender(orderedAt time: SimTime) -> SimTime {
    let known = time + handOver
    let start = waves?.nextAtOrAfter(known) ?? known
    return start == .distantFuture || prepare > Self.longest ? .distantFuture : start + prepare
  }

  /// When a parcel tendered at `tendered` is planned to be at the door; distantFuture where a schedule has ended.
  ///
  /// - Parameters:
  ///   - lineHaul: What is known to disturb the line-haul.
  ///   - ahead: The departures that are full before it.
  func arrival(
    tenderedAt tendered: SimTime, lineHaul: Disturbance? = nil, ahead: Backlogs.Ahead = Backlogs.Ahead()
  ) -> SimTime {
    guard isFinite else { return .distantFuture }
    let pickUp = tendered == .distantFuture ? tendered : pickUps.nextAtOrAfter(tendered, skipping: ahead.pickUps)
    guard pickUp != .distantFuture else { return .distantFuture }
    var ready = pickUp + firstMile
    if let hubHours {
      let open = hubHours.nextOpen(ready)
      guard open != .distantFuture else { return open }
      ready = open + sortTime
    }
    var departure = departures?.nextAtOrAfter(ready, skipping: ahead.departures) ?? ready
    var delay = SimDuration.zero
    if let lineHaul, departure != .distantFuture {
      departure = nextOpen(departure, lineHaul)
      delay = lineHaul.level(at: departure).delay
    }
    guard departure != .distantFuture else { return .distantFuture }
    let wave = depotWaves.nextAtOrAfter(departure + transit + delay + clearance, skipping: ahead.routes)
    return wave == .distantFuture ? wave : wave + route
  }

  /// The first departure at or after one that is not closed.
  private func nextOpen(_ departure: SimTime, _ lineHaul: Disturbance) -> SimTime {
    var time = departure
    while time != .distantFuture {
      let open = lineHaul.nextOpen(time)
      if open == time || open == .distantFuture { return open }
      time = departures?.nextAtOrAfter(open) ?? open
    }
    return time
  }

  /// The last microsecond of the local day on which the parcel is planned to arrive, plus whole days of slack; distantFuture
  /// when nothing can be promised.
  func promise(
    orderedAt time: SimTime, slackDays: Int64, lineHaul: Disturbance? = nil, ahead: Backlogs.Ahead = Backlogs.Ahead()
  ) -> SimTime {
    promise(tenderedAt: tender(orderedAt: time), slackDays: slackDays, lineHaul: lineHaul, ahead: ahead)
  }

  /// The same for a parcel tendered at `tendered`.
  func promise(
    tenderedAt tendered: SimTime, slackDays: Int64, lineHaul: Disturbance? = nil,
    ahead: Backlogs.Ahead = Backlogs.Ahead()
  ) -> SimTime {
    let arrival = arrival(tenderedAt: tendered, lineHaul: lineHaul, ahead: ahead)
    guard arrival != .distantFuture else { return arrival }
    return timeZone.nextMidnight(after: arrival + .days(slackDays)) - .microseconds(1)
  }
}

extension LocalSchedule {
  /// The first instant at or after `time` when some departures from then on are full.
  fileprivate func nextAtOrAfter(_ time: SimTime, skipping full: Int) -> SimTime {
    var next = nextAtOrAfter(time)
    for _ in 0..<full where next != .distantFuture { next = self.next(after: next) }
    return next
  }
}
