import ArgumentParser
import Scenario

/// A part of the cases: the i-th of n, from 1.
struct Shard: ExpressibleByArgument {
  let number: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count >= 1, (1...count).contains(number) else {
      return nil
    }
    self.number = number
    self.count = count
  }

  /// Whether the case at a place, from 0, belongs to it.
  func takes(_ place: Int) -> Bool { place % count == number - 1 }
}

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
