import Kernel
import Testing

@testable import Planning

@Suite("A forecast after a beginning that was seen")
struct AnalogueForecastTests {
  /// A drop of a Poisson number of first visits, each of which brings on a Borel cascade with a branching number of its own drop;
  /// what is early is each visit with a probability that is the drop's, too.
  private func future(_ number: UInt64) -> AnalogueForecast.Future {
    var stream = Streams(seed: 12)["futures"][number]
    let branching = 0.3 + 0.4 * stream.uniform()
    let first = 200 + 400 * stream.uniform()
    let share = 0.3 + 0.1 * stream.uniform()
    var (generation, all) = (Int(stream.poisson(first)), 0)
    while generation > 0 {
      all += generation
      generation = Int(stream.poisson(branching * Double(generation)))
    }
    var early = 0
    for _ in 0..<all where stream.bernoulli(share) { early += 1 }
    return .init(early: Double(early), total: Double(all))
  }

  @Test(
    "Back-test: over 200 series the truth lies uniformly in the forecast, and 90 % intervals hold it 86 to 94 times of 100"
  )
  func backTest() throws {
    let futures = (0..<300).map { future($0) }
    var (places, covered): ([Double], Int) = ([], 0)
    for series in 0..<200 {
      let truth = future(UInt64(1_000 + series))
      let forecast = try AnalogueForecast(futures, seen: truth.early)
      places.append(forecast.probability(atMost: truth.total))
      if (forecast.quantile(0.05)...forecast.quantile(0.95)).contains(truth.total) { covered += 1 }
    }
    // Under uniformity the test rejects one seed in a hundred; coverage of 180 has a standard deviation of 4.2.
    #expect(KolmogorovSmirnov.test(places) { $0 }.pValue > 0.01)
    #expect((172...188).contains(covered), "\(covered) of 200")
    // The update must be worth something: half of the width that the futures have without it.
    let all = futures.map(\.total).sorted()
    let wide = SampleQuantile.of(sorted: all, 0.95) - SampleQuantile.of(sorted: all, 0.05)
    let forecast = try AnalogueForecast(futures, seen: SampleQuantile.of(sorted: futures.map(\.early).sorted(), 0.5))
    #expect(forecast.quantile(0.95) - forecast.quantile(0.05) < 0.5 * wide)
  }

  @Test("Futures that end as they began leave no doubt; quantiles and probabilities are each other's inverse")
  func certain() throws {
    let doubled = (1...40).map { AnalogueForecast.Future(early: Double($0), total: 2 * Double($0)) }
    let sure = try AnalogueForecast(doubled, seen: 17)
    #expect(sure.quantile(0.05) == 34 && sure.quantile(0.95) == 34 && sure.rank == 0.4)
    let spread = (1...40).map { AnalogueForecast.Future(early: 100 + Double($0 % 7), total: 200 + Double($0)) }
    let forecast = try AnalogueForecast(spread, seen: 103)
    for share in [0.1, 0.25, 0.5, 0.9] {
      #expect(abs(forecast.probability(atMost: forecast.quantile(share)) - share) < 1e-9)
    }
    #expect(forecast.probability(atMost: 0) == 0 && forecast.probability(atMost: 1e9) == 1)
    #expect((1...40).contains(forecast.effectiveCount))
  }

  @Test(
    "A beginning beyond all futures has a forecast that counts few of them; nothing seen and few futures are refused")
  func edges() throws {
    let futures = (1...40).map { AnalogueForecast.Future(early: Double($0), total: 3 * Double($0)) }
    let beyond = try AnalogueForecast(futures, seen: 4_000)
    #expect(beyond.rank == 1 && beyond.effectiveCount < 10 && abs(beyond.quantile(0.5) - 12_000) < 1e-6)
    #expect(throws: PlanningError.self) { try AnalogueForecast(futures, seen: 0) }
    #expect(throws: PlanningError.self) { try AnalogueForecast(Array(futures.prefix(9)), seen: 5) }
    let silent = futures.map { AnalogueForecast.Future(early: 0, total: $0.total) }
    #expect(throws: PlanningError.self) { try AnalogueForecast(silent, seen: 5) }
  }
}
