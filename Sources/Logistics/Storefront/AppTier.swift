import Kernel

/// The application servers behind the storefront of one market, as a fluid with the lag of one bin.
///
/// Below saturation the wait is Allen–Cunneen's, W ≈ C(c, a)·s/(c − a)·(ca² + cs²)/2. Above it the line is full: a share of
/// 1 − 1/ρ of the requests is turned away, tries again up to k times, and so adds to the load of the next bin.
struct AppTier: Sendable, Equatable {
  /// Servers working in parallel.
  var workers = 2_000
  /// Mean and coefficient of variation of the time a request takes, seconds.
  var serviceTime = 0.080
  var serviceVariation = 1.2
  /// Requests of one visit, and the share that the edge answers from its cache.
  var requestsPerVisit = 8.0
  var edgeHit = 0.95
  /// Requests waiting at most, per worker.
  var queuePerWorker = 4.0
  /// Tries after the first.
  var retries = 3
  /// Waits at loads 0, 1/steps, 2/steps… of saturation, seconds.
  private(set) var waits: [Double] = []

  private static let steps = 400

  /// Computes the table of waits; without it no request waits.
  mutating func tabulate() {
    waits = (0..<Self.steps).map { step in
      let load = Double(step) / Double(Self.steps) * Double(workers)
      return Self.meanWait(
        load: load, servers: workers, serviceTime: serviceTime, arrivalSCV: 1,
        serviceSCV: serviceVariation * serviceVariation)
    }
  }

  /// What a bin's requests met.
  struct State: Sendable, Equatable {
    /// Mean time from a click to the answer, seconds.
    var latency = 0.0
    /// Share of requests turned away at each try.
    var refusal = 0.0
    /// Share of visitors turned away at every try.
    var failure = 0.0
    /// Offered load over capacity, retries included.
    var utilisation = 0.0
  }

  /// The state after a bin with some visits and other requests; the retries come from the state before.
  func after(visits: Int64, others: Int64, seconds: Double, before: State) -> State {
    let first = (Double(visits) * requestsPerVisit + Double(others)) * (1 - edgeHit) / max(1e-6, seconds)
    let tries = before.refusal > 0 ? attempts(before.refusal) : 1
    let load = first * tries * serviceTime / Double(workers)
    var state = State(utilisation: load)
    if load < 1 {
      state.latency = serviceTime + wait(load)
    } else {
      state.refusal = 1 - 1 / load
      state.latency = serviceTime * (1 + queuePerWorker)
      state.failure = power(state.refusal, retries + 1)
    }
    return state
  }

  /// Expected tries with a refusal probability f and at most k retries: (1 − f^(k+1)) / (1 − f).
  private func attempts(_ refusal: Double) -> Double { (1 - power(refusal, retries + 1)) / (1 - refusal) }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  /// The wait at a load below 1, seconds.
  func wait(_ load: Double) -> Double {
    guard !waits.isEmpty else { return 0 }
    let place = load * Double(Self.steps)
    let low = min(Int(place), Self.steps - 1)
    let high = min(low + 1, Self.steps - 1)
    return min(waits[low] + (waits[high] - waits[low]) * (place - Double(low)), serviceTime * queuePerWorker)
  }

  /// Mean wait in a G/G/c queue by Allen and Cunneen, in the unit of the service time; infinite from saturation on.
  static func meanWait(load: Double, servers: Int, serviceTime: Double, arrivalSCV: Double, serviceSCV: Double)
    -> Double
  {
    guard load > 0 else { return 0 }
    guard load < Double(servers) else { return .infinity }
    guard let blocked = blocking(load: load, servers: servers) else { return 0 }
    let waits = blocked / (1 - load / Double(servers) * (1 - blocked))
    return waits * serviceTime / (Double(servers) - load) * (arrivalSCV + serviceSCV) / 2
  }

  /// Erlang's B: 1/B = Σ c!/(c − j)!/aʲ over j from 0 to c; nil below 1e-18, where nobody waits.
  ///
  /// The terms grow until j = c − a and fall afterwards, so that both ends stop early: millions of servers cost no more
  /// than thousands.
  private static func blocking(load: Double, servers: Int) -> Double? {
    var term = 1.0
    var sum = 1.0
    var server = servers
    while server > 0, term > sum * 1e-18 {
      term *= Double(server) / load
      sum += term
      if sum > 1e18 { return nil }
      server -= 1
    }
    return 1 / sum
  }
}
