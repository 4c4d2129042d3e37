import Testing

@testable import Kernel

@Suite("Waits in buckets")
struct WaitCountsTests {
  @Test("a quantile of the waits is never too short, and too long by at most a 32nd")
  func quantiles() {
    let counts = WaitCounts()
    defer { counts.deallocate() }
    for second in 1...1_000 { counts.record(.seconds(Int64(second))) }
    for (share, exact) in [(0.5, 500.0), (0.95, 950.0), (1.0, 1_000.0)] {
      let found = counts.quantile(share)!.seconds
      #expect(found >= exact && found <= exact * 33 / 32, "\(share): \(found)")
    }
  }

  @Test("no quantile of equal waits is below their mean, over all magnitudes")
  func equalWaits() {
    for exponent in 0..<63 {
      let wait = Int64(1) << Int64(exponent) | Int64(1) << Int64(exponent / 2)
      let counts = WaitCounts()
      defer { counts.deallocate() }
      for _ in 0..<3 { counts.record(SimDuration(microseconds: wait)) }
      let found = counts.quantile(0.95)!.microseconds
      #expect(found >= wait && Double(found) <= Double(wait) * 33 / 32, "\(wait): \(found)")
    }
  }

  @Test("no wait, the shortest and the longest have their buckets")
  func extremes() {
    let counts = WaitCounts()
    defer { counts.deallocate() }
    #expect(counts.quantile(0.5) == nil)
    for wait in [0, 1, 2, 3, 4, 5, Int64.max] { counts.record(SimDuration(microseconds: wait)) }
    #expect(counts.quantile(0.1) == .zero)
    for place in 1...5 { #expect(counts.quantile(Double(place + 1) / 7)!.microseconds == Int64(place)) }
    #expect(counts.quantile(1)!.microseconds == Int64.max)
  }

  @Test("counts that were taken apart and merged are the counts of all")
  func merging() {
    let (all, odd, even) = (WaitCounts(), WaitCounts(), WaitCounts())
    defer { for counts in [all, odd, even] { counts.deallocate() } }
    for second in 1...999 {
      let wait = SimDuration.seconds(Int64(second * second % 7_919))
      all.record(wait)
      (second % 2 == 1 ? odd : even).record(wait)
    }
    odd.merge(even)
    for bucket in 0..<WaitCounts.size where odd.counts[bucket] != all.counts[bucket] {
      Issue.record("bucket \(bucket): \(odd.counts[bucket]) and \(all.counts[bucket])")
    }
  }
}
