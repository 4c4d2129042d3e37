import Testing

@testable import Kernel

@Suite("Waits in buckets")
struct WaitCountsTests {
  @Test("a quantile of the waits is off by at most an eighth")
  func quantiles() {
    let counts = WaitCounts()
    defer { counts.deallocate() }
    for second in 1...1_000 { counts.record(.seconds(Int64(second))) }
    for (share, exact) in [(0.5, 500.0), (0.95, 950.0), (1.0, 1_000.0)] {
      let found = counts.quantile(share)!.seconds
      #expect(abs(found - exact) <= exact / 8, "\(share): \(found)")
    }
  }

  @Test("no wait, the shortest and the longest have their buckets")
  func extremes() {
    let counts = WaitCounts()
    defer { counts.deallocate() }
    #expect(counts.quantile(0.5) == nil)
    for wait in [0, 1, 2, 3, 4, 5, Int64.max] { counts.record(SimDuration(microseconds: wait)) }
    #expect(counts.quantile(0.1) == .zero)
    #expect(counts.quantile(1)!.microseconds > Int64.max / 8 * 7)
  }
}
