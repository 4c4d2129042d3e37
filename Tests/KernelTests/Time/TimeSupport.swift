import Foundation
import Kernel

/// Rules read from Foundation, for tests only.
func rules(_ identifier: String, from start: String = "2025-01-01T00:00:00Z", to end: String = "2028-01-01T00:00:00Z")
  -> TimeZoneRules
{
  let zone = TimeZone(identifier: identifier)!
  let last = Date(timeIntervalSince1970: Double(instant(end).microseconds) / 1e6)
  var date = Date(timeIntervalSince1970: Double(instant(start).microseconds) / 1e6)
  let initial = zone.secondsFromGMT(for: date)
  var transitions: [TimeZoneRules.Transition] = []
  while let next = zone.nextDaylightSavingTimeTransition(after: date), next < last {
    let at = SimTime(microseconds: Int64(next.timeIntervalSince1970) * 1_000_000)
    transitions.append(.init(at: at, offsetSeconds: Int32(zone.secondsFromGMT(for: next))))
    date = next
  }
  return TimeZoneRules(initialOffsetSeconds: Int32(initial), transitions: transitions)
}

/// The instant of an ISO 8601 text.
func instant(_ text: String) -> SimTime { SimTime(iso8601: text)! }

/// The date of an ISO 8601 text.
func day(_ text: String) -> LocalDate { LocalDate(text)! }

/// A small generator for property tests that need no quality: SplitMix64.
struct TestRandom: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func int(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }
}
