import ArgumentParser
import Experiments
import Scenario

/// A share of something, written `2 %` or `0.02`.
struct Percentage: ExpressibleByArgument, CustomStringConvertible {
  let share: Double

  init(share: Double) { self.share = share }

  init?(argument: String) {
    guard let share = try? Double.parse(argument), share >= 0, share.isFinite else { return nil }
    self.share = share
  }

  var description: String { share.text }
}

extension Plant: ExpressibleByArgument {}

extension Shard: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
