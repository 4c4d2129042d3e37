import Kernel

/// A live session as one market sees it: people join, watch for a while, and look closer while an item is pitched.
///
/// Viewers are an M_t/M/∞ queue in two classes, for watch times are hyper-exponential: most leave within a minute. Arrivals
/// are a spike of those who knew, exp(−t/5 min), an even stream, and what each sale brings by recommendation.
struct LiveSession: Sendable, Equatable {
  var start: SimTime
  var end: SimTime
  /// People of this market who join over the session, recommendations not counted.
  var audience: Double
  /// The share of them that joins in the opening spike.
  var announced = 0.4
  /// Time in which the spike falls to 1/e, seconds.
  var spikeDecay = 300.0
  /// The share of viewers who only glance, and both classes' mean watch times in seconds.
  var glancing = 0.7
  var glance = 60.0
  var stay = 900.0
  /// Visits to the offer per viewer and second, without a pitch.
  var visitRate = 1.0 / 600
  /// Further viewers per sale.
  var recommendation = 2.0
  /// Pitches in turn: the SKUs, the time between pitches, and the boost just after one.
  var skus: [UInt16]
  var pitchEvery: SimDuration
  var pitchBoost = 3.0
  /// Time in which the boost falls to 1/e, seconds.
  var pitchDecay = 90.0
  /// Its number in the scenario, and the exponent and the cap of a Pareto factor on its audience; nil leaves it.
  var number: UInt64 = 0
  var tail: Double?
  var tailCap = 100.0

  /// The session as it turns out: a Pareto factor with the least value that makes its mean 1, all markets alike.
  func turnedOut(_ draws: StreamFamily) -> LiveSession {
    guard let tail else { return self }
    var session = self
    var stream = draws[number]
    let factor = Self.leastFactor(tail: tail, cap: tailCap) * Deterministic.pow(stream.uniform(), -1 / tail)
    session.audience *= min(tailCap, factor)
    return session
  }

  /// The least value x of a Pareto law cut off at c whose mean is 1: x·α/(α−1) − x^α·c^(1−α)/(α−1) = 1, by bisection.
  static func leastFactor(tail: Double, cap: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let x = 0.5 * (low + high)
      let mean = (x * tail - Deterministic.pow(x, tail) * Deterministic.pow(cap, 1 - tail)) / (tail - 1)
      if mean < 1 { low = x } else { high = x }
    }
    return 0.5 * (low + high)
  }

  /// Expected joins between two instants.
  func joins(from: SimTime, to: SimTime) -> Double {
    let a = max(0, (from - start).seconds)
    let b = min((end - start).seconds, (to - start).seconds)
    guard b > a else { return 0 }
    let length = (end - start).seconds
    let spike = Deterministic.exp(-a / spikeDecay) - Deterministic.exp(-b / spikeDecay)
    let whole = 1 - Deterministic.exp(-length / spikeDecay)
    return audience * (announced * spike / whole + (1 - announced) * (b - a) / length)
  }

  /// The pitch at an instant: its number and when it began; nil outside the session or without pitches.
  func pitch(at time: SimTime) -> (number: Int, began: SimTime)? {
    guard !skus.isEmpty, pitchEvery > .zero, time >= start, time < end else { return nil }
    let number = (time - start).microseconds / pitchEvery.microseconds
    return (Int(number), start + pitchEvery * number)
  }

  /// The SKU shown at an instant, or nil.
  func pitched(at time: SimTime) -> UInt16? { pitch(at: time).map { skus[$0.number % skus.count] } }

  /// The mean factor on the wish to buy over a bin: 1 + A·exp(−s/90 s), s from the pitch that runs at its start.
  func appeal(from: SimTime, to: SimTime) -> Double {
    guard let pitch = pitch(at: from), to > from else { return 1 }
    let a = (from - pitch.began).seconds
    let b = (to - pitch.began).seconds
    let area = pitchDecay * (Deterministic.exp(-a / pitchDecay) - Deterministic.exp(-b / pitchDecay))
    return 1 + pitchBoost * area / (b - a)
  }
}

/// Who watches a live session now.
struct LiveAudience: Equatable {
  /// Viewers who glance, and viewers who stay.
  var glancing: Int64 = 0
  var staying: Int64 = 0
  /// Everybody who ever joined.
  var joined: Int64 = 0
  private var carry = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]

  var viewers: Int64 { glancing + staying }

  /// Advances by one bin and gives its visits to the offer.
  mutating func step(
    _ session: LiveSession, from: SimTime, to: SimTime, sales: Int64, _ law: CountLaw, _ stream: inout RandomStream
  ) -> Int64 {
    let seconds = (to - from).seconds
    let before = viewers
    let joins = session.joins(from: from, to: to) + session.recommendation * Double(sales)
    let first = session.glancing
    glancing = advance(glancing, 0, joins * first, session.glance, seconds, law, &stream)
    staying = advance(staying, 1, joins * (1 - first), session.stay, seconds, law, &stream)
    let watched = 0.5 * Double(before + viewers) * seconds
    return law.poisson(watched * session.visitRate, &carry[4], &stream)
  }

  /// Exact for arrivals at a constant rate within the bin: survivors are binomial, new viewers still here are Poisson.
  private mutating func advance(
    _ present: Int64, _ kind: Int, _ joins: Double, _ mean: Double, _ seconds: Double, _ law: CountLaw,
    _ stream: inout RandomStream
  ) -> Int64 {
    let stays = Deterministic.exp(-seconds / mean)
    let stillHere = joins * (1 - stays) * mean / seconds
    let new = law.poisson(stillHere, &carry[kind], &stream)
    joined += new + law.poisson(joins - stillHere, &carry[5], &stream)
    return law.binomial(present, stays, &carry[2 + kind], &stream) + new
  }
}
