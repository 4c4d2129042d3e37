import Kernel
import Scenario
import Testing

@testable import Logistics

@Suite struct WallTimeTests {
  @Test("local times follow the market's clock, instants do not")
  func reading() throws {
    let start = SimTime(iso8601: "2026-10-20T00:00:00Z")!
    let berlin = TimeZoneRules(identifierForTest: "Europe/Berlin", around: start)
    func instant(_ text: String) -> String? { WallTime(text)?.instant(in: berlin).iso8601 }
    #expect(instant("2026-10-24T15:20:00") == "2026-10-24T13:20:00Z")
    #expect(instant("2026-10-26 15:20") == "2026-10-26T14:20:00Z")
    // 02:30 occurs twice on the day summer time ends: the first one counts.
    #expect(instant("2026-10-25T02:30") == "2026-10-25T00:30:00Z")
    #expect(instant("2026-10-25T02:30:00Z") == "2026-10-25T02:30:00Z")
    #expect(instant("2026-10-24") == "2026-10-23T22:00:00Z")
    #expect(instant("24.10.2026") == nil && instant("2026-10-24T25:00") == nil && instant("") == nil)
  }
}

extension TimeZoneRules {
  /// Rules for two months around an instant.
  init(identifierForTest name: String, around time: SimTime) {
    self = TimeZoneRules(identifier: name, from: time - .days(30), to: time + .days(30))!
  }
}
