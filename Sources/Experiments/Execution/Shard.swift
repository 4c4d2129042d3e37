/// A part of the runs of an experiment, for one process of several that share nothing: `2/8` is the second of eight.
public struct Shard: Hashable, Sendable, CustomStringConvertible {
  /// Which part, from 1.
  public let number: Int
  /// Of how many.
  public let count: Int

  /// A part; nil unless its number is from 1 to the count.
  public init?(_ number: Int, of count: Int) {
    guard number >= 1, number <= count else { return nil }
    self.number = number
    self.count = count
  }

  /// Reads `2/8`; nil when it is no part.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]) else { return nil }
    self.init(number, of: count)
  }

  /// Whether the part has the thing of that place: things are dealt like cards.
  public func owns(_ place: Int) -> Bool { place % count == number - 1 }

  /// `2/8`.
  public var description: String { "\(number)/\(count)" }
}
