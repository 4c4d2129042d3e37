import Kernel

/// A self-exciting point process with an exponential kernel: λ(t) = μ + Σ α·exp(−β·(t − tᵢ)), for small exact samples and for
/// the moments that binned cascades must have.
///
/// - SeeAlso: Hawkes, *Spectra of Some Self-Exciting and Mutually Exciting Point Processes*, Biometrika 58 (1971).
struct HawkesProcess: Sendable, Equatable {
  /// The background rate μ.
  var background: Double
  /// The jump α of the intensity at an event, and the rate β at which it decays, above α.
  var jump: Double
  var decay: Double

  /// Children per event.
  var branching: Double { jump / decay }

  /// The mean rate far from the start.
  var stationaryRate: Double { background / (1 - branching) }

  /// Variance over mean of the count in a long window.
  var dispersion: Double { 1 / ((1 - branching) * (1 - branching)) }

  /// The expected intensity at time t, when it begins at μ.
  func expectedIntensity(_ t: Double) -> Double {
    let slack = decay - jump
    return background * (decay - jump * Deterministic.exp(-slack * t)) / slack
  }

  /// The expected number of events until time t, when the intensity begins at μ.
  func expectedCount(_ t: Double) -> Double {
    let slack = decay - jump
    return background * (decay * t + jump * Deterministic.expm1(-slack * t) / slack) / slack
  }

  /// The events until time `end` by Ogata's thinning, and the intensity then.
  func sample(until end: Double, _ stream: inout RandomStream) -> (events: [Double], intensity: Double) {
    var events: [Double] = []
    var excitation = 0.0
    var now = 0.0
    while true {
      // Between events the intensity only falls, so what it is now bounds it.
      let bound = background + excitation
      let wait = stream.exponential() / bound
      if now + wait > end {
        return (events, background + excitation * Deterministic.exp(-decay * (end - now)))
      }
      now += wait
      excitation *= Deterministic.exp(-decay * wait)
      if stream.uniform() * bound < background + excitation {
        events.append(now)
        excitation += jump
      }
    }
  }
}
