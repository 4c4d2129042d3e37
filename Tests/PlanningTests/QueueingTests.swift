import Foundation
import Planning
import Testing

/// Expects a value to equal the digits a table prints.
func expectPrinted(
  _ value: Double, _ printed: Double, digits: Int = 7, sourceLocation: SourceLocation = #_sourceLocation
) {
  let tolerance = 0.5000001 * pow(10, -Double(digits))
  #expect(abs(value - printed) <= tolerance, "\(value), printed \(printed)", sourceLocation: sourceLocation)
}

/// Expects two computations of one thing to agree to 1e-9.
func expectSame(_ value: Double, _ other: Double, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(abs(value - other) <= 1e-9 * max(1, abs(other)), "\(value), other \(other)", sourceLocation: sourceLocation)
}

/// The stationary law of a birth-death chain cut off at a length, by detailed balance.
func birthDeath(_ length: Int, birth: (Int) -> Double, death: (Int) -> Double) -> [Double] {
  var logs = [0.0]
  for n in 0..<length { logs.append(logs[n] + log(birth(n)) - log(death(n + 1))) }
  let top = logs.max() ?? 0
  let weights = logs.map { exp($0 - top) }
  let total = weights.reduce(0, +)
  return weights.map { $0 / total }
}

func mean(_ law: [Double], from first: Int = 0) -> Double {
  law.enumerated().reduce(0) { $0 + Double(max(0, $1.offset - first)) * $1.element }
}

@Suite struct QueueingTests {
  @Test("M/M/1 at rho 0.8 (KA-1)")
  func singleServer() throws {
    let queue = try SingleServerQueue(arrivalRate: 0.8, meanService: 1)
    expectSame(queue.meanInSystem, 4)
    expectSame(queue.meanInQueue, 3.2)
    expectSame(queue.meanTime, 5)
    expectSame(queue.meanWait, 4)
    expectSame(queue.meanBusyPeriod, 5)
    expectSame(try MarkovianQueue.varianceInSystem(utilisation: 0.8), 20)
    let p95 = try MarkovianQueue.timeQuantile(0.95, arrivalRate: 0.8, serviceRate: 1)
    expectPrinted(p95, 14.978661, digits: 6)
    expectSame(p95, -log(0.05) / 0.2)
    let law = birthDeath(400, birth: { _ in 0.8 }, death: { _ in 1 })
    expectSame(queue.meanInSystem, mean(law))
  }

  @Test(
    "Pollaczek and Khinchine for constant, Erlang-4, exponential and wilder service (KA-2)",
    arguments: [
      (0, 2), (0.25, 2.5), (1, 4), (4, 10),
    ])
  func generalService(squaredCV: Double, wait: Double) throws {
    let queue = try SingleServerQueue(arrivalRate: 0.8, meanService: 1, squaredCV: squaredCV)
    expectSame(queue.meanWait, wait)
    let secondMoment = 1 + squaredCV
    expectSame(queue.meanWait, 0.8 * secondMoment / (2 * 0.2))
  }

  @Test(
    "Erlang C, Gross, section 2.3 (KA-3)",
    arguments: [
      (2, 1.5, 0.6428571, 1.2857142), (5, 4, 0.5541126, 0.5541126), (10, 8, 0.4091802, 0.2045901),
    ])
  func erlangC(stations: Int, load: Double, waits: Double, wait: Double) throws {
    let probability = try ErlangFormulas.waitingProbability(offeredLoad: load, stations: stations)
    expectPrinted(probability, waits)
    let meanWait = try ErlangFormulas.meanWait(arrivalRate: load, meanService: 1, stations: stations)
    #expect(abs(meanWait - wait) <= 1e-7)
    let law = birthDeath(2000, birth: { _ in load }, death: { Double(min($0, stations)) })
    expectSame(probability, law[stations...].reduce(0, +))
    expectSame(meanWait, mean(law, from: stations) / load)
  }

  @Test("Erlang B (KA-4)", arguments: [(5, 3.0, 0.1100543), (10, 5, 0.0183846)])
  func erlangB(stations: Int, load: Double, blocked: Double) throws {
    let probability = try ErlangFormulas.blockingProbability(offeredLoad: load, stations: stations)
    expectPrinted(probability, blocked)
    let law = birthDeath(stations, birth: { _ in load }, death: { Double($0) })
    expectSame(probability, law[stations])
  }

  @Test("M/M/1/10 at rho 0.9 (KA-5), and above 1")
  func finite() throws {
    let queue = try FiniteQueue(offeredLoad: 0.9, limit: 10)
    expectPrinted(queue.blockingProbability, 0.0508137)
    expectPrinted(queue.meanInSystem, 3.9694406)
    expectSame(queue.blockingProbability, 0.1 * pow(0.9, 10) / (1 - pow(0.9, 11)))
    for load in [1, 1.7, 1000] {
      let law = birthDeath(10, birth: { _ in load }, death: { _ in 1 })
      let full = try FiniteQueue(offeredLoad: load, limit: 10)
      expectSame(full.blockingProbability, law[10])
      expectSame(full.meanInSystem, mean(law))
    }
  }

  @Test("D/M/1 at rho 0.8 (KA-6)")
  func regularArrivals() throws {
    let queue = try RegularArrivalQueue(arrivalRate: 0.8, serviceRate: 1)
    expectPrinted(queue.waitingProbability, 0.6286298)
    expectPrinted(queue.meanWait, 1.6927308)
    var root = 0.5
    for _ in 0..<2000 { root = exp(-(1 - root) / 0.8) }
    expectSame(queue.waitingProbability, root)
  }

  @Test("a Jackson network of three stations (KA-7)")
  func jackson() throws {
    let routing = [[0, 0.6, 0.2], [0.1, 0, 0.7], [0, 0.05, 0]]
    let network = try JacksonNetwork(externalRates: [1, 0.2, 0], routing: routing, serviceRates: [2, 1.5, 1.6])
    for (value, printed) in zip(network.throughputs, [1.0896018, 0.8960177, 0.8451327]) {
      expectPrinted(value, printed)
    }
    for (value, printed) in zip(network.meanInSystem, [1.1968408, 1.4835165, 1.1195780]) {
      expectPrinted(value, printed)
    }
    expectPrinted(network.meanInSystem.reduce(0, +), 3.7999353)
    expectPrinted(network.meanTime, 3.1666127)
    var rates = [0.0, 0, 0]
    for _ in 0..<500 {
      rates = (0..<3).map { i in [1, 0.2, 0][i] + (0..<3).reduce(0) { $0 + rates[$1] * routing[$1][i] } }
    }
    for i in 0..<3 { expectSame(network.throughputs[i], rates[i]) }
  }

  @Test("Erlang A with 100 stations and more load than they can do (KA-8)")
  func impatient() throws {
    let queue = try ImpatientQueue(arrivalRate: 110, serviceRate: 1, stations: 100, abandonmentRate: 0.5)
    expectPrinted(queue.waitingProbability, 0.9291161)
    expectPrinted(queue.meanInQueue, 20.81603, digits: 5)
    expectPrinted(queue.abandonmentProbability, 0.0946183)
    let law = birthDeath(2000, birth: { _ in 110 }, death: { Double(min($0, 100)) + 0.5 * Double(max(0, $0 - 100)) })
    expectSame(queue.waitingProbability, law[100...].reduce(0, +))
    expectSame(queue.meanInQueue, mean(law, from: 100))
    let idle = try ImpatientQueue(arrivalRate: 1, serviceRate: 1, stations: 5000, abandonmentRate: 0.5)
    #expect(idle.waitingProbability == 0 && idle.meanInQueue == 0)
  }

  @Test("the number in service lags a sinusoidal rate by pi / 4 (KA-9)")
  func timeVarying() throws {
    let load = try SinusoidalLoad(meanRate: 100, amplitude: 0.5, frequency: 1, serviceRate: 1)
    for time in stride(from: 0.0, to: 10, by: 0.1) {
      expectSame(load.meanInService(at: time), 100 + 25 * (sin(time) - cos(time)))
    }
    expectPrinted(load.peak, 135.35534, digits: 5)
    expectSame(load.peakLag, .pi / 4)
    expectSame(load.meanInService(at: .pi / 2 + load.peakLag), load.peak)
    let fast = try SinusoidalLoad(meanRate: 7, amplitude: 0.8, frequency: 3, serviceRate: 2)
    var present = fast.meanInService(at: 0)
    let step = 1e-5
    for i in 0..<100_000 {
      let rate = 7 * (1 + 0.8 * sin(3 * (Double(i) + 0.5) * step))
      present += step * (rate - 2 * present) / (1 + step)
    }
    #expect(abs(present - fast.meanInService(at: 1)) < 1e-4)
  }

  @Test("bulk service of up to two (KA-10)")
  func bulk() throws {
    let queue = try BulkServiceQueue(arrivalRate: 5, serviceRate: 12, batch: 2)
    expectPrinted(queue.root, 0.3164966)
    expectPrinted(queue.meanInSystem, 0.4630505)
    expectPrinted(queue.meanInSystem / 5, 0.0926101)
    expectSame(12 * pow(queue.root, 3) - 17 * queue.root + 5, 0)
    let single = try BulkServiceQueue(arrivalRate: 0.8, serviceRate: 1, batch: 1)
    expectSame(single.meanInSystem, 4)
  }

  @Test("non-preemptive priorities (KA-11)")
  func priorities() throws {
    let queue = try PriorityClasses([.init(arrivalRate: 0.3, meanService: 1), .init(arrivalRate: 0.4, meanService: 1)])
    expectSame(queue.meanWaits[0], 1)
    expectSame(queue.meanWaits[1], 10.0 / 3)
    let fifo = try SingleServerQueue(arrivalRate: 0.7, meanService: 1).meanWait
    expectSame((0.3 * queue.meanWaits[0] + 0.4 * queue.meanWaits[1]) / 0.7, fifo)
  }

  @Test("two M/M/1 stations in a row take 4 (KA-12)")
  func tandem() throws {
    expectSame(try MarkovianQueue.tandemTime(arrivalRate: 0.5, serviceRates: [1, 1]), 4)
  }

  @Test("Little's law joins every pair of measures (KA-13)")
  func littlesLaw() throws {
    let queue = try SingleServerQueue(arrivalRate: 0.37, meanService: 2.1, squaredCV: 2.3)
    expectSame(queue.meanInSystem, queue.utilisation + queue.meanInQueue)
    let network = try JacksonNetwork(externalRates: [1, 0], routing: [[0, 0.5], [0.25, 0]], serviceRates: [2, 1])
    expectSame(network.meanTime * 1, network.meanInSystem.reduce(0, +))
  }

  @Test("the wait for a scheduled departure (KA-14), and for a clearing wave (KA-15)")
  func departures() throws {
    expectSame(try ScheduledDepartures.meanWait(gaps: [24]), 12)
    expectSame(try ScheduledDepartures.meanWait(gaps: [6, 18]), 7.5)
    expectSame(try ScheduledDepartures.meanWait(meanGap: 10, squaredCV: 1), 10)
    expectSame(try ScheduledDepartures.meanWait(meanGap: 10, squaredCV: 0), 5)
    expectSame(try ScheduledDepartures.meanWait(meanGap: 12, squaredCV: 0.25), 7.5)
  }

  @Test("a fluid flash sale (KA-16) and a waiting room (KA-17)")
  func flash() throws {
    let flash = try FluidFlash(arrivalRate: 2000, duration: 60, capacity: 500)
    #expect(flash.peakBacklog == 90_000)
    #expect(flash.emptiesAt == 240)
    #expect(flash.lastWait == 180)
    #expect(flash.meanWait == 90)
    #expect(try FluidFlash(arrivalRate: 400, duration: 60, capacity: 500).meanWait == 0)
    #expect(try FluidFlash.lastAdmission(waiting: 1e6, admissionRate: 2000) == 500)
  }

  @Test("retries and layered retries (KA-18)")
  func retries() throws {
    #expect(try Retries.expectedAttempts(failureProbability: 0.5, retries: 3) == 1.875)
    #expect(try Retries.expectedAttempts(failureProbability: 1, retries: 3) == 4)
    expectSame(try Retries.expectedAttempts(failureProbability: 0.3, retries: 5), (1 - pow(0.3, 6)) / 0.7)
    #expect(try Retries.worstCase(attemptsPerLayer: 4, layers: 3) == 64)
    #expect(try Retries.worstCase(attemptsPerLayer: 3, layers: 4) == 81)
  }

  @Test(
    "the largest of several exponential or uniform numbers (KA-19)",
    arguments: [
      (5, 2.2833333), (10, 2.9289683), (100, 5.1873775),
    ])
  func slowest(count: Int, harmonic: Double) throws {
    expectPrinted(try Slowest.meanOfExponentials(count: count), harmonic)
    expectSame(try Slowest.meanOfExponentials(count: count, mean: 3), 3 * (1...count).reduce(0) { $0 + 1 / Double($1) })
    expectSame(try Slowest.meanOfUniforms(count: count), Double(count) / Double(count + 1))
  }

  @Test("Allen and Cunneen for ten stations at load eight (KA-20)")
  func approximation() throws {
    let wait = try ErlangFormulas.approximateWait(
      arrivalRate: 8, meanService: 1, stations: 10, arrivalSquaredCV: 1, serviceSquaredCV: 0.25)
    expectPrinted(wait, 0.1278688)
    expectSame(wait, try ErlangFormulas.meanWait(arrivalRate: 8, meanService: 1, stations: 10) * 0.625)
  }

  @Test("what has no answer is refused with a reason")
  func errors() {
    #expect(throws: PlanningError.overloaded(offeredLoad: 2, stations: 2)) {
      try ErlangFormulas.waitingProbability(offeredLoad: 2, stations: 2)
    }
    #expect(throws: PlanningError.overloaded(offeredLoad: 1, stations: 1)) {
      try SingleServerQueue(arrivalRate: 1, meanService: 1)
    }
    #expect(throws: PlanningError.self) { try ErlangFormulas.blockingProbability(offeredLoad: .nan, stations: 1) }
    #expect(throws: PlanningError.self) { try ErlangFormulas.blockingProbability(offeredLoad: 1, stations: 0) }
    #expect(throws: PlanningError.self) { try BulkServiceQueue(arrivalRate: 24, serviceRate: 12, batch: 2) }
    #expect(throws: PlanningError.self) { try ScheduledDepartures.meanWait(gaps: []) }
    #expect(throws: PlanningError.self) { try ScheduledDepartures.meanWait(gaps: [-1, 3]) }
    #expect(throws: PlanningError.self) { try Retries.expectedAttempts(failureProbability: 2, retries: 1) }
    #expect(throws: PlanningError.self) {
      try JacksonNetwork(externalRates: [1], routing: [[1]], serviceRates: [2])
    }
    let error = PlanningError.overloaded(offeredLoad: 3, stations: 2)
    #expect(error.description == "offered load \"3.0\" leaves no steady state with 2 stations")
  }
}
