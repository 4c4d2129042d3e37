/// The order statistics of uniform numbers on 0...1, smallest first, one at a time, without a buffer or a sort.
///
/// Given the count of a Poisson process in a bin, these are its events' places in the bin.
/// Source: Bentley and Saxe, *Generating Sorted Lists of Random Numbers*, ACM TOMS 6 (1980).
@frozen public struct SortedUniforms: Sendable, BitwiseCopyable {
  /// How many numbers are still to come.
  public private(set) var remaining: Int64
  private var last = 0.0

  /// Starts a sequence of that many numbers.
  public init(count: Int64) { remaining = count }

  /// The next number, not below the one before; nil after the last.
  public mutating func next(_ stream: inout RandomStream) -> Double? {
    guard remaining > 0 else { return nil }
    let share = -Deterministic.expm1(-stream.exponential() / Double(remaining))
    last = min(last + (1 - last) * share, 0x1.fffffffffffffp-1)
    remaining -= 1
    return last
  }

  /// The next instant of a bin that begins at `start`, inside the bin; nil after the last.
  public mutating func next(from start: SimTime, within width: SimDuration, _ stream: inout RandomStream) -> SimTime? {
    guard let place = next(&stream) else { return nil }
    return start + SimDuration(microseconds: Int64(place * Double(width.microseconds)))
  }
}
