import Kernel
import Testing

@Suite struct TallyTests {
  @Test("Welford keeps every digit of {1e9 + 4, 7, 13, 16}: mean 1e9 + 10, variance 30 (KA-42)")
  func welford() {
    let tally = Tally([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])
    #expect(tally.mean == 1e9 + 10)
    #expect(tally.variance == 30)
    #expect(tally.min == 1e9 + 4)
    #expect(tally.max == 1e9 + 16)
    #expect(tally.sum == 4e9 + 40)
  }

  @Test("merged tallies equal one tally, wherever the cut lies")
  func merge() {
    var stream = testStream(1)
    let values = (0..<500).map { _ in 1e6 + stream.normal() }
    let whole = Tally(values)
    for cut in [0, 1, 250, 499, 500] {
      var left = Tally(values[..<cut])
      left.merge(Tally(values[cut...]))
      #expect(left.count == 500)
      #expect(left.min == whole.min && left.max == whole.max)
      expectClose(left.mean, whole.mean, relative: 1e-15)
      expectClose(left.variance, whole.variance, relative: 1e-9)
    }
    var repeated = Tally([1, 2])
    repeated.add(5, count: 3)
    let single = Tally([1, 2, 5, 5, 5])
    expectClose(repeated.mean, single.mean, relative: 1e-15)
    expectClose(repeated.variance, single.variance, relative: 1e-15)
  }

  @Test("an empty tally has no standard error, one number no variance")
  func small() {
    #expect(Tally().count == 0)
    #expect(Tally().standardError == .infinity)
    #expect(Tally([3]).variance == 0)
    #expect(ConfidenceInterval(of: Tally([3])).halfWidth == .infinity)
  }

  @Test("a level's time average counts durations, not changes")
  func timeWeighted() {
    var level = TimeWeighted(start: .zero)
    level.set(2, at: SimTime(microseconds: 1_000_000))
    level.add(3, at: SimTime(microseconds: 3_000_000))
    level.advance(to: SimTime(microseconds: 4_000_000))
    #expect(level.mean == 2.25)
    #expect(level.levelSeconds == 9)
    #expect(level.max == 5)
    #expect(level.min == 0)
    level.reset(at: SimTime(microseconds: 4_000_000))
    level.advance(to: SimTime(microseconds: 5_000_000))
    #expect(level.mean == 5)
    var other = TimeWeighted(start: .zero, value: 1)
    other.advance(to: SimTime(microseconds: 3_000_000))
    level.merge(other)
    #expect(level.mean == 2)
    #expect(level.duration == .seconds(4))
  }
}
