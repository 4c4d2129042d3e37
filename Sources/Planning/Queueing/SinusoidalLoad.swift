internal import Kernel

/// Unlimited stations under a rate that swings like a sine: the M_t/M/infinity queue; the number present is Poisson.
///
/// The arrival rate is mean (1 + amplitude sin(frequency t)).
/// - SeeAlso: Eick, Massey, Whitt, *M_t/G/infinity Queues with Sinusoidal Arrival Rates*, Management Science 39 (1993).
public struct SinusoidalLoad: Sendable {
  /// The mean arrival rate.
  public let meanRate: Double
  /// The swing as a share of the mean rate, in 0...1.
  public let amplitude: Double
  /// Radians per unit of time.
  public let frequency: Double
  /// Services per unit of time.
  public let serviceRate: Double

  /// Makes the load.
  public init(
    meanRate: Double, amplitude: Double, frequency: Double, serviceRate: Double
  ) throws(PlanningError) {
    try Check.nonNegative("mean rate", meanRate)
    try Check.probability("amplitude", amplitude)
    try Check.positive("frequency", frequency)
    try Check.positive("service rate", serviceRate)
    self.meanRate = meanRate
    self.amplitude = amplitude
    self.frequency = frequency
    self.serviceRate = serviceRate
  }

  /// The expected number in service at a time, long after the start.
  public func meanInService(at time: Double) -> Double {
    let angle = frequency * time
    let swing = serviceRate * Deterministic.sin(angle) - frequency * Deterministic.cos(angle)
    let share = amplitude * serviceRate * swing / (serviceRate * serviceRate + frequency * frequency)
    return meanRate / serviceRate * (1 + share)
  }

  /// The highest expected number in service.
  public var peak: Double {
    let length = (serviceRate * serviceRate + frequency * frequency).squareRoot()
    return meanRate / serviceRate * (1 + amplitude * serviceRate / length)
  }

  /// How long after the arrival rate's peak the number in service peaks.
  public var peakLag: Double { Deterministic.atan(frequency / serviceRate) / frequency }
}
