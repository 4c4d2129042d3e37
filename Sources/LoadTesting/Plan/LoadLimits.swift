public import Kernel

/// The most that one load may do, whatever it was asked for.
public struct LoadLimits: Sendable, Hashable {
  /// Requests.
  public var requests = 10_000_000
  /// The highest rate of the plan in any second, in requests per second.
  public var rate = 100_000
  /// The length of the plan.
  public var length = SimDuration.hours(1)

  /// The limits by default.
  public init() {}

  /// Refuses a plan above a limit, before it is spread out in memory.
  ///
  /// - Throws: ``LoadError`` that names the limit.
  public func check(_ shape: LoadShape) throws(LoadError) {
    if shape.expected > Double(requests) {
      throw LoadError("\(Int(shape.expected)) requests are more than the cap of \(requests)")
    }
    let peak = shape.stages.reduce(0) { max($0, $1.from, $1.to) }
    if peak > Double(rate) { throw LoadError("\(Int(peak)) requests per second are more than the cap of \(rate)") }
    if shape.length > length {
      throw LoadError("\(shape.length.seconds) seconds are more than the cap of \(length.seconds) seconds")
    }
  }

  /// Refuses what a plan came to.
  ///
  /// - Throws: ``LoadError`` that names the limit.
  func check(_ figures: PlanFigures) throws(LoadError) {
    if figures.peakPerSecond > rate {
      throw LoadError("\(figures.peakPerSecond) requests in a second are more than the cap of \(rate)")
    }
    if figures.length_ns / 1_000 > length.microseconds {
      throw LoadError("\(figures.length_ns / 1_000_000_000) seconds are more than the cap of \(length.seconds) seconds")
    }
  }
}
