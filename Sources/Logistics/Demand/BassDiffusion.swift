import Kernel

/// How a product spreads through a market of m people: some adopt by themselves, some because others have.
///
/// f(t) = (p + q·F(t))·(1 − F(t)), so F(t) = (1 − e^−(p+q)t) / (1 + (q/p)·e^−(p+q)t).
///
/// - SeeAlso: Bass, *A New Product Growth for Model Consumer Durables*, Management Science 15 (1969).
struct BassDiffusion: Sendable, Equatable {
  /// Innovation p and imitation q, per unit of time.
  var innovation: Double
  var imitation: Double

  /// The share that has adopted by time t.
  func adopted(_ t: Double) -> Double {
    guard t > 0 else { return 0 }
    let fall = Deterministic.exp(-(innovation + imitation) * t)
    return (1 - fall) / (1 + imitation / innovation * fall)
  }

  /// The share that adopts per unit of time.
  func rate(_ t: Double) -> Double {
    let share = adopted(t)
    return (innovation + imitation * share) * (1 - share)
  }

  /// When most adopt; 0 where imitation does not exceed innovation.
  var peakTime: Double {
    imitation > innovation ? Deterministic.log(imitation / innovation) / (innovation + imitation) : 0
  }

  /// The share that adopts per unit of time then.
  var peakRate: Double {
    let both = innovation + imitation
    return imitation > innovation ? both * both / (4 * imitation) : innovation
  }
}

/// The visits of one market that come by diffusion.
struct BassTraffic: Sendable, Equatable {
  var launch: SimTime
  /// People who will adopt at most, times the visits of each.
  var visits: Double
  /// Per second.
  var diffusion: BassDiffusion

  /// Expected visits between two instants.
  func visits(from: SimTime, to: SimTime) -> Double {
    guard to > launch else { return 0 }
    return visits * (diffusion.adopted((to - launch).seconds) - diffusion.adopted((from - launch).seconds))
  }
}
