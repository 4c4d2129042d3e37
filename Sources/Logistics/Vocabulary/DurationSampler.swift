import Kernel
import Scenario

/// A random duration as a scenario writes it, ready to be drawn: trivial, in seconds inside.
struct DurationSampler: BitwiseCopyable, Sendable {
  private enum Shape: BitwiseCopyable {
    case constant, shiftedLognormal, uniform, exponential, gamma
  }

  private var shape: Shape
  /// Seconds: the constant, the least value, the mean.
  private var a = 0.0
  /// Seconds: the greatest value; for lognormals the location of the logarithm.
  private var b = 0.0
  /// The scale of the logarithm.
  private var sigma = 0.0
  private var gammaLaw: Gamma?

  /// Always the same time.
  init(_ duration: SimDuration) {
    shape = .constant
    a = duration.seconds
  }

  /// The law of a scenario's value.
  init(_ value: DurationDistribution) throws(DistributionError) {
    switch value {
    case .constant(let duration): self.init(duration)
    case .shiftedLognormal(let min, let median, let upper, let at):
      let least = min ?? .zero
      self.init(least)
      guard median > least else { return }
      shape = .shiftedLognormal
      let z = Deterministic.normalQuantile(at)
      b = Deterministic.log(median.seconds - least.seconds)
      sigma = (Deterministic.log(upper.seconds - least.seconds) - b) / z
    case .lognormal(let mean, let cv):
      self.init(.zero)
      guard mean > .zero else { return }
      let law = try Lognormal(mean: mean.seconds, cv: cv)
      shape = .shiftedLognormal
      b = law.mu
      sigma = law.sigma
    case .gamma(let mean, let cv):
      self.init(mean)
      guard mean > .zero, cv > 0 else { return }
      shape = .gamma
      gammaLaw = try Gamma(mean: mean.seconds, cv: cv)
    case .exponential(let mean):
      self.init(mean)
      shape = .exponential
    case .uniform(let min, let max):
      self.init(min)
      b = max.seconds
      shape = .uniform
    }
  }

  /// Draws one duration.
  func sample(_ stream: inout RandomStream) -> SimDuration {
    switch shape {
    case .constant: SimDuration(seconds: a)
    case .shiftedLognormal: SimDuration(seconds: a + Deterministic.exp(b + sigma * stream.normal()))
    case .uniform: SimDuration(seconds: a + (b - a) * stream.uniform())
    case .exponential: SimDuration(seconds: a * stream.exponential())
    case .gamma: SimDuration(seconds: gammaLaw?.sample(&stream) ?? a)
    }
  }

  /// The duration at a standard normal number: legs of one departure share a part of it.
  ///
  /// A gamma law has no cheap inverse and answers with its mean.
  func value(atNormal z: Double) -> SimDuration {
    switch shape {
    case .constant: SimDuration(seconds: a)
    case .shiftedLognormal: SimDuration(seconds: a + Deterministic.exp(b + sigma * z))
    case .uniform: SimDuration(seconds: a + (b - a) * Deterministic.normalCDF(z))
    case .exponential: SimDuration(seconds: -a * Deterministic.log(Deterministic.normalCDF(-z)))
    case .gamma: SimDuration(seconds: a)
    }
  }

  /// The duration that is not exceeded with a probability in 0..<1.
  func quantile(_ probability: Double) -> SimDuration { value(atNormal: Deterministic.normalQuantile(probability)) }

  /// The duration in the middle.
  var median: SimDuration { value(atNormal: 0) }
  /// Whether every draw is the same.
  var isConstant: Bool { shape == .constant }
  /// Whether every draw is zero.
  var isNothing: Bool { shape == .constant && a == 0 }
}
