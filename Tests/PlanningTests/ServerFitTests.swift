import Kernel
import Testing

@testable import Planning

@Suite("A pool of servers from its response times")
struct ServerFitTests {
  private func points(_ rates: [Double], workers: Int, time: Double, cv: Double) throws -> [ServerFit.Point] {
    try rates.map { rate in
      let wait = try ErlangFormulas.approximateWait(
        arrivalRate: rate, meanService: time, stations: workers, arrivalSquaredCV: 1, serviceSquaredCV: cv * cv)
      return ServerFit.Point(rate: rate, meanResponse: time + wait)
    }
  }

  @Test(
    "What a pool of known size would show gives the pool back",
    arguments: [
      (8, 0.010, 1.0, [200.0, 500, 700, 760]), (1, 0.002, 0.3, [100, 300, 450]), (40, 0.05, 1.5, [300, 700, 780]),
    ])
  func known(workers: Int, time: Double, cv: Double, rates: [Double]) throws {
    let fit = try ServerFit(points(rates, workers: workers, time: time, cv: cv), serviceCV: cv)
    #expect(fit.workers == workers && abs(fit.serviceTime / time - 1) < 1e-3, "\(fit)")
    #expect(fit.error < 1e-3 && fit.workersRange.contains(workers) && fit.serviceTimeRange.contains(fit.serviceTime))
    #expect(fit.response(rate: Double(workers) / time * 1.01) == nil)
  }

  @Test("Times 3 % off on either side move the service time by little, and the interval covers the pool")
  func noisy() throws {
    var noisy = try points([100, 300, 500, 650, 720], workers: 8, time: 0.01, cv: 1)
    for place in noisy.indices { noisy[place].meanResponse *= place.isMultiple(of: 2) ? 1.03 : 0.97 }
    let fit = try ServerFit(noisy, serviceCV: 1)
    #expect(fit.workersRange.contains(8), "\(fit)")
    #expect(abs(fit.serviceTime / 0.01 - 1) < 0.06 && fit.error < 0.05, "\(fit)")
  }

  @Test("With normal errors of 3 % the 95 % interval of the service time holds it 95 times of 100, (40 fits)")
  func coverage() throws {
    for rates in [[200.0, 450, 700]] {
      var draws = Streams(seed: 21)["server fit"][UInt64(rates.count)]
      var held = 0
      for _ in 0..<40 {
        var noisy = try points(rates, workers: 8, time: 0.01, cv: 1)
        for place in noisy.indices {
          let error = Deterministic.normalQuantile(min(max(draws.uniform(), 1e-12), 1 - 1e-12))
          noisy[place].meanResponse *= Deterministic.exp(0.03 * error)
        }
        let fit = try ServerFit(noisy, serviceCV: 1)
        if fit.serviceTimeRange.contains(0.01) { held += 1 }
        #expect(fit.serviceTimeRange.contains(fit.serviceTime))
      }
      // At 95 % the standard deviation of the count is 1.4: below 33 once in 900 tries.
      #expect(held >= 33, "\(held) of 40 with \(rates.count) rates")
    }
  }

  @Test("Where nothing waits, any number of workers from some on fits, and the interval says so")
  func idle() throws {
    let fit = try ServerFit([10, 20, 30].map { ServerFit.Point(rate: $0, meanResponse: 0.01) }, serviceCV: 1)
    #expect(fit.workersRange.upperBound > ServerFit.mostWorkers * 9 / 10 && fit.workersRange.lowerBound <= 4, "\(fit)")
    #expect(abs(fit.serviceTime - 0.01) < 1e-4)
  }

  @Test("Two rates do not make a fit, and none is 0")
  func refusals() {
    let point = ServerFit.Point(rate: 10, meanResponse: 0.01)
    #expect(throws: PlanningError.self) { try ServerFit([point, point], serviceCV: 1) }
    let zero = ServerFit.Point(rate: 0, meanResponse: 0.01)
    #expect(throws: PlanningError.self) { try ServerFit([point, point, zero], serviceCV: 1) }
  }
}
