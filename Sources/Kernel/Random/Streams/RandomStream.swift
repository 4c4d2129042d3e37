/// A sequence of random words: 2^64 draws from one entity's counter range, 32 trivial bytes of state.
@frozen public struct RandomStream: RandomNumberGenerator, Sendable, BitwiseCopyable {
  @usableFromInline let key: UInt64
  @usableFromInline let entity: UInt64
  /// The words drawn so far; odd while `spare` waits to be used.
  @usableFromInline var position: UInt64 = 0
  @usableFromInline var spare: UInt64 = 0

  @inlinable init(key: UInt64, entity: UInt64) {
    self.key = key
    self.entity = entity
  }

  /// The next 64 random bits.
  @inlinable @inline(__always)
  public mutating func next() -> UInt64 {
    let drawn = position
    position = drawn &+ 1
    if drawn & 1 == 1 { return spare }
    let words = Philox.block(low: drawn &>> 1, high: entity, key: key)
    spare = words.1
    return words.0
  }

  /// A uniform number strictly between 0 and 1: the middle of one of 2^52 equal cells.
  @inlinable @inline(__always)
  public mutating func uniform() -> Double { Self.uniform(next()) }

  /// The middle of the cell, one of 2^52, that a word's upper bits name.
  @inlinable @inline(__always) static func uniform(_ word: UInt64) -> Double {
    (Double(Int64(truncatingIfNeeded: word &>> 12)) + 0.5) * 0x1p-52
  }

  /// A uniform whole number in `0..<bound`, without bias; `bound` must be at least 1.
  ///
  /// Source: Lemire, *Fast Random Integer Generation in an Interval*, ACM TOMACS 29 (2019).
  @inlinable public mutating func below(_ bound: UInt64) -> UInt64 {
    precondition(bound > 0, "no whole number lies below 0")
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  /// True with the given probability; below 0 counts as 0, above 1 as 1.
  @inlinable public mutating func bernoulli(_ probability: Double) -> Bool { uniform() < probability }
}
