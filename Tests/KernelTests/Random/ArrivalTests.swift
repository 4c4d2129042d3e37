import Kernel
import Testing

@Suite struct ArrivalTests {
  func ramp() throws -> PiecewiseLinearRate { try PiecewiseLinearRate(times: [0, 5], rates: [10, 30]) }

  @Test("rate 10 + 4t on 0...5 expects 100 events at a mean time of 2.9166667 (KA-27)")
  func closedForm() throws {
    let rate = try ramp()
    #expect(rate.total == 100)
    expectClose(rate.meanTime, 35.0 / 12, relative: 1e-15)
    for time in stride(from: 0.0, through: 5, by: 0.01) {
      expectClose(rate.cumulative(at: time), 10 * time + 2 * time * time, relative: 1e-14)
      expectClose(rate.time(atCumulative: rate.cumulative(at: time)), time, relative: 1e-14)
      expectClose(rate.rate(at: time), 10 + 4 * time, relative: 1e-15)
    }
    #expect(rate.rate(at: -1) == 0)
    #expect(rate.rate(at: 6) == 0)
  }

  @Test("inversion and thinning agree with the rate and with each other (KA-27)")
  func sampling() throws {
    let rate = try ramp()
    let family = Streams(seed: 4)["arrivals"]
    func times(_ next: (Double, inout RandomStream) -> Double?, _ base: UInt64) -> (times: [Double], counts: Tally) {
      var times: [Double] = []
      var counts = Tally()
      for run in 0..<400 as Range<UInt64> {
        var stream = family[base + run]
        let before = times.count
        var now = 0.0
        while let time = next(now, &stream) {
          times.append(time)
          now = time
        }
        counts.add(Double(times.count - before))
      }
      return (times, counts)
    }
    let inverted = times(rate.next, 0)
    let thinned = times(rate.nextByThinning, 1000)
    for sample in [inverted, thinned] {
      expectMean(sample.counts, 100, variance: 100)
      expectMean(Tally(sample.times), rate.meanTime, variance: Tally(sample.times).variance)
      #expect(KolmogorovSmirnov.test(sample.times) { rate.cumulative(at: $0) / 100 }.pValue > 1e-3)
    }
    #expect(KolmogorovSmirnov.test(inverted.times, thinned.times).pValue > 1e-3)
  }

  @Test("flat, falling, vanishing and nearly flat rates invert without losing precision")
  func edges() throws {
    let rate = try PiecewiseLinearRate(times: [0, 1, 2, 3, 4], rates: [5, 5, 0, 0, 1e-9])
    for events in stride(from: 0.01, to: 7.5, by: 0.01) {
      expectClose(rate.cumulative(at: rate.time(atCumulative: events)), events, relative: 1e-12)
    }
    #expect(rate.time(atCumulative: 0) == 0)
    #expect(rate.time(atCumulative: 9) == 4)
    let nearlyFlat = try PiecewiseLinearRate(times: [0, 1e6], rates: [1, 1 + 1e-13])
    expectClose(nearlyFlat.time(atCumulative: 3.5), 3.5, relative: 1e-12)
    var stream = testStream()
    let silent = try PiecewiseLinearRate(times: [0, 1], rates: [0, 0])
    #expect(silent.next(after: 0, &stream) == nil)
    #expect(silent.nextByThinning(after: 0, &stream) == nil)
  }

  @Test("sorted uniforms rise, stay inside, and have the order statistics' means k / (n + 1)")
  func sortedUniforms() {
    var stream = testStream(2)
    var tallies = [Tally](repeating: Tally(), count: 5)
    var all: [Double] = []
    for _ in 0..<8000 {
      var places = SortedUniforms(count: 5)
      var last = 0.0
      for i in 0..<5 {
        guard let place = places.next(&stream) else { break }
        #expect(place >= last && place < 1)
        last = place
        tallies[i].add(place)
        all.append(place)
      }
      #expect(places.next(&stream) == nil)
    }
    for i in 0..<5 {
      let k = Double(i + 1)
      expectMean(tallies[i], k / 6, variance: k * (6 - k) / (36 * 7))
    }
    #expect(KolmogorovSmirnov.test(all) { $0 }.pValue > 1e-3)
  }

  @Test("instants drawn in a bin stay inside it and in order")
  func instants() {
    var stream = testStream(3)
    var places = SortedUniforms(count: 1000)
    let start = SimTime(microseconds: 5_000_000)
    var last = start
    while let time = places.next(from: start, within: .milliseconds(1), &stream) {
      #expect(time >= last && time < start + .milliseconds(1))
      last = time
    }
  }
}
