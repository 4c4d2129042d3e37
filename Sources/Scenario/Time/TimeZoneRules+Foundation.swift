public import Foundation
public import Kernel

extension TimeZoneRules {
  /// The rules of an IANA time zone such as `Europe/Berlin`, compiled from the system's database over a horizon.
  ///
  /// Before `start` the offset at `start` holds, after the last transition before `end` the last offset.
  ///
  /// - Returns: Nil when the system does not know the identifier.
  public init?(identifier: String, from start: SimTime, to end: SimTime) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    self.init(zone, from: start, to: end)
  }

  /// The rules of a time zone, compiled over a horizon.
  public init(_ zone: TimeZone, from start: SimTime, to end: SimTime) {
    var instant = Date(timeIntervalSince1970: start.secondsSince1970)
    let last = Date(timeIntervalSince1970: end.secondsSince1970)
    let initial = zone.secondsFromGMT(for: instant)
    var transitions: [Transition] = []
    var offset = initial
    while let next = zone.nextDaylightSavingTimeTransition(after: instant), next < last, next > instant {
      let after = zone.secondsFromGMT(for: next)
      if after != offset {
        let at = SimTime(microseconds: Int64(next.timeIntervalSince1970.rounded()) * 1_000_000)
        transitions.append(Transition(at: at, offsetSeconds: Int32(after)))
        offset = after
      }
      instant = next
    }
    self.init(initialOffsetSeconds: Int32(initial), transitions: transitions)
  }
}

extension SimTime {
  fileprivate var secondsSince1970: Double { Double(microseconds) / 1e6 }
}
