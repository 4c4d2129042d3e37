import Kernel

/// How many people one visitor reaches: a power law with a cap, in units of its mean.
///
/// P(m) ∝ m^−α on 1...cap. The mean of the uncapped law hardly exists (α = 2.016), so the cap is part of the model.
/// Sums over many visitors are drawn by counting visitors in steps of the law, each step at its own mean: the expectation
/// is exact, and the spread within a step, a factor of at most 2.4, is lost.
///
/// - SeeAlso: Rizoiu et al., *Expecting to be HIP*, WWW 2017: α = 2.016 for followers on Twitter.
struct Influence: Sendable {
  /// The exponent α, above 1.
  let exponent: Double
  /// The largest reach; 1 makes all visitors equal.
  let cap: Double
  /// The mean reach, in the law's own units.
  let mean: Double
  /// The law in steps, the rarest and largest first: conditional probability of the step given none before, and its mean.
  private let steps: [(probability: Double, mean: Double)]

  /// All visitors alike.
  static let even = Influence(exponent: 2, cap: 1)

  init(exponent: Double, cap: Double) {
    self.exponent = exponent
    self.cap = max(1, cap)
    guard cap > 1 else {
      mean = 1
      steps = []
      return
    }
    let whole = Self.moments(exponent, 1, cap)
    mean = whole.sum / whole.mass
    let count = max(1, Int((Deterministic.log(cap) / Deterministic.log(2.4)).rounded(.up)))
    let ratio = Deterministic.log(cap) / Double(count)
    var left = whole.mass
    var steps: [(probability: Double, mean: Double)] = []
    for step in (0..<count).reversed() {
      let low = Deterministic.exp(ratio * Double(step))
      let high = step == count - 1 ? cap : Deterministic.exp(ratio * Double(step + 1))
      let part = Self.moments(exponent, low, high)
      steps.append((min(1, part.mass / left), part.sum / part.mass / mean))
      left -= part.mass
    }
    steps[count - 1].probability = 1
    self.steps = steps
  }

  /// Whether all visitors are alike.
  var isEven: Bool { steps.isEmpty }

  /// The sum of the reach of some visitors, in units of the mean: its expectation is their number.
  func sum(of visitors: Int64, _ stream: inout RandomStream) -> Double {
    guard !isEven else { return Double(visitors) }
    if visitors <= 16 {
      var sum = 0.0
      for _ in 0..<visitors { sum += draw(&stream) }
      return sum
    }
    var left = visitors
    var sum = 0.0
    for step in steps where left > 0 {
      let count = step.probability >= 1 ? left : stream.binomial(left, step.probability)
      sum += Double(count) * step.mean
      left -= count
    }
    return sum
  }

  /// One visitor's reach in units of the mean, by inversion.
  func draw(_ stream: inout RandomStream) -> Double {
    let tail = Deterministic.pow(cap, 1 - exponent)
    return Deterministic.pow(1 - stream.uniform() * (1 - tail), 1 / (1 - exponent)) / mean
  }

  /// The integrals of m^−α and of m·m^−α between two bounds.
  private static func moments(_ a: Double, _ low: Double, _ high: Double) -> (mass: Double, sum: Double) {
    func integral(_ power: Double) -> Double {
      if abs(power + 1) < 1e-9 { return Deterministic.log(high / low) }
      return (Deterministic.pow(high, power + 1) - Deterministic.pow(low, power + 1)) / (power + 1)
    }
    return (integral(-a), integral(1 - a))
  }
}
