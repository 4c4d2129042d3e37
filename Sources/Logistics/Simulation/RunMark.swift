public import Kernel

/// Where a run stood at an instant, in figures that only the same run has: what a checkpoint compares.
public struct RunMark: Sendable, Equatable {
  /// Every event before it has been executed, none at or after it.
  public var at: SimTime
  /// Orders placed.
  public var ordersPlaced: Int
  /// Orders still on their way.
  public var ordersOpen: Int
  /// In the order of the regions.
  public var regions: [RegionMark]

  /// Events executed in all regions.
  public var events: Int { regions.reduce(0) { $0 + $1.events } }

  /// A mark from its parts.
  public init(at: SimTime, ordersPlaced: Int, ordersOpen: Int, regions: [RegionMark]) {
    self.at = at
    self.ordersPlaced = ordersPlaced
    self.ordersOpen = ordersOpen
    self.regions = regions
  }

  /// The first difference from another mark, in words; nil when both are equal.
  public func difference(from other: RunMark) -> String? {
    guard regions.map(\.code) == other.regions.map(\.code) else { return "the regions are others" }
    for (own, theirs) in zip(regions, other.regions) {
      if let name = own.difference(from: theirs) { return "region \(own.code) has other \(name)" }
    }
    let isEqual = (ordersPlaced, ordersOpen) == (other.ordersPlaced, other.ordersOpen)
    return isEqual ? nil : "the orders are others"
  }
}

/// Where one region stood.
public struct RegionMark: Sendable, Equatable {
  /// Its country.
  public var code: String
  /// Events executed.
  public var events: Int
  /// Events scheduled and messages sent since the start.
  public var scheduled: Int
  /// Events pending.
  public var pending: Int
  /// Records emitted.
  public var records: Int
  /// The digest of when they were.
  public var times: UInt64
  /// The digest of where they were.
  public var places: UInt64
  /// The digest of what they were.
  public var kinds: UInt64
  /// The digest of how much they were.
  public var values: UInt64

  /// A mark from its parts.
  public init(
    code: String, events: Int, scheduled: Int, pending: Int, records: Int, times: UInt64, places: UInt64,
    kinds: UInt64, values: UInt64
  ) {
    self.code = code
    self.events = events
    self.scheduled = scheduled
    self.pending = pending
    self.records = records
    self.times = times
    self.places = places
    self.kinds = kinds
    self.values = values
  }

  fileprivate func difference(from other: RegionMark) -> String? {
    if records != other.records { return "records: \(records) instead of \(other.records)" }
    if times != other.times { return "times" }
    if places != other.places { return "places" }
    if kinds != other.kinds { return "kinds" }
    if values != other.values { return "values" }
    return (events, scheduled, pending) == (other.events, other.scheduled, other.pending) ? nil : "events"
  }
}

extension RunMark {
  /// Where an engine's regions stand at a pause.
  init<P: LogicalProcess>(_ regions: [ModelRegion], _ engine: Engine<P>, at time: SimTime) {
    let marks = engine.standings
    self.init(
      at: time, ordersPlaced: regions.reduce(0) { $0 + Int($1.state.counters.placed) },
      ordersOpen: regions.reduce(0) { $0 + $1.state.orders.count },
      regions: zip(regions, marks).map { region, mark in
        let digest = region.state.trace.digest
        return RegionMark(
          code: region.state.network.regions[Int(region.state.id.rawValue)].code, events: mark.executed,
          scheduled: mark.scheduled, pending: mark.pending, records: region.state.trace.emitted, times: digest.times,
          places: digest.places, kinds: digest.kinds, values: digest.values)
      })
  }
}
