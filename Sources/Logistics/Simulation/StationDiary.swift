import Kernel

/// What a region's stations had done by the end of each day of the run: figures of a day are differences of two entries.
///
/// Written at the first check of the invariants that a day's end has passed, so that it costs no event of its own.
struct StationDiary {
  /// The areas of one station's statistics: server-seconds busy and job-seconds of waiting.
  struct Entry: Sendable, BitwiseCopyable {
    var busy = 0.0
    var waiting = 0.0
    /// Server-seconds that were open.
    var open = 0.0
  }

  private let start: SimTime
  private let stations: Int
  /// By day, then station.
  private var entries: [Entry]
  /// Days written.
  private(set) var days = 0

  init(start: SimTime, end: SimTime, stations: Int) {
    self.start = start
    self.stations = stations
    let days = Int((end - start).microseconds / 86_400_000_000) + 1
    entries = .init(repeating: Entry(), count: days * stations)
  }

  /// Whether a day has ended that is not written yet.
  func isDue(_ now: SimTime) -> Bool { now >= start + .days(Int64(days + 1)) && (days + 1) * stations <= entries.count }

  /// Writes down the day that has ended, or the part of one at the end of the run.
  ///
  /// Where checks are rarer than days, the first of the days between two checks holds them all.
  mutating func note(_ list: [(name: String, station: Station)], at now: SimTime) {
    guard (days + 1) * stations <= entries.count, now > start + .days(Int64(days)) else { return }
    for (number, entry) in list.enumerated() {
      let seen = entry.station.statistics(at: now)
      entries[days * stations + number] = Entry(
        busy: seen.busyArea, waiting: seen.waitingArea, open: entry.station.serverSeconds(from: start, to: now))
    }
    days += 1
  }

  /// What a station did on each day.
  func days(of station: Int) -> [Entry] {
    (0..<days).map { day in
      let entry = entries[day * stations + station]
      guard day > 0 else { return entry }
      let before = entries[(day - 1) * stations + station]
      return Entry(
        busy: entry.busy - before.busy, waiting: entry.waiting - before.waiting, open: entry.open - before.open)
    }
  }
}

extension StationDiary {
  /// Takes over the days written, station by station: `places` says where each stood.
  mutating func inherit(_ old: StationDiary, places: [Int?]) {
    days = old.days
    for day in 0..<days {
      for (station, place) in places.enumerated() {
        guard let place else { continue }
        entries[day * stations + station] = old.entries[day * old.stations + place]
      }
    }
  }
}
