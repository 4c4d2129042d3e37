public import Kernel

/// The rate at which an open-loop load starts requests, over its length: stages one behind the other, straight in each.
public struct LoadShape: Sendable, Hashable {
  /// A stretch in which the rate goes from one value to another.
  public struct Stage: Sendable, Hashable {
    /// The rate at its start, in requests per second.
    public var from: Double
    /// The rate at its end, in requests per second.
    public var to: Double
    /// Its length.
    public var length: SimDuration

    /// A stage.
    public init(from: Double, to: Double, length: SimDuration) {
      self.from = from
      self.to = to
      self.length = length
    }
  }

  /// The most requests of one shape.
  public static let limit = 100_000_000

  /// The stages in their order.
  public let stages: [Stage]

  /// A load of at least one stage.
  ///
  /// - Throws: ``LoadError`` for rates that are negative or not finite, stages without length, or more than ``limit`` requests.
  public init(_ stages: [Stage]) throws(LoadError) {
    guard !stages.isEmpty else { throw LoadError("a load has at least one stage") }
    for stage in stages {
      guard stage.length > .zero else { throw LoadError("a stage lasts longer than nothing") }
      for rate in [stage.from, stage.to] where !(rate >= 0 && rate < .infinity) {
        throw LoadError("a rate of \(rate) requests per second is not a finite number of at least 0")
      }
    }
    self.stages = stages
    guard expected <= Double(Self.limit) else {
      throw LoadError("\(expected) requests are more than \(Self.limit); lower the rates or the length")
    }
  }

  /// The same rate throughout, in requests per second.
  public static func constant(_ rate: Double, for length: SimDuration) throws(LoadError) -> LoadShape {
    try LoadShape([Stage(from: rate, to: rate, length: length)])
  }

  /// How many requests are expected: the area under the rates.
  public var expected: Double { stages.reduce(0) { $0 + 0.5 * ($1.from + $1.to) * $1.length.seconds } }

  /// How long all stages take together.
  public var length: SimDuration { stages.reduce(.zero) { $0 + $1.length } }
}

/// Why a load cannot be planned.
public struct LoadError: Error, Hashable, CustomStringConvertible {
  /// One line for people.
  public let description: String

  init(_ description: String) { self.description = description }
}
