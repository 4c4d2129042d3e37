public import Kernel

/// When each request of an open-loop load must start, whatever became of the requests before it.
///
/// Offsets are absolute, from the start of the load: a sender that waits until `start + offset` neither drifts nor bunches,
/// and what a request suffers from a stalled server is counted from here, not from when it could at last be sent.
public struct SendSchedule: Sendable, Hashable {
  /// The most requests of one schedule.
  public static let limit = 100_000_000

  /// The intended starts in nanoseconds from the start of the load, in rising order.
  public let offsets_ns: [Int64]

  init(offsets_ns: [Int64]) { self.offsets_ns = offsets_ns }

  /// How many requests there are.
  public var count: Int { offsets_ns.count }

  /// Starts as even as the shape allows: the k-th where the area under the rate reaches k.
  public static func even(_ shape: LoadShape) -> SendSchedule { SendSchedule(ShapeStream(shape, nil)) }

  /// Starts of a Poisson process with the shape's rate.
  ///
  /// - Parameter seed: The same seed gives the same starts on every machine.
  public static func poisson(_ shape: LoadShape, seed: UInt64) -> SendSchedule {
    SendSchedule(ShapeStream(shape, seed))
  }

  private init(_ stream: ShapeStream) {
    var stream = stream
    var offsets: [Int64] = []
    while let offset = stream.nextOffset() { offsets.append(offset) }
    self.init(offsets_ns: offsets)
  }

  /// A fingerprint of the starts: equal for equal schedules on every machine.
  public var digest: UInt64 {
    offsets_ns.reduce(0xCBF2_9CE4_8422_2325 ^ UInt64(count)) { hash, offset in
      let mixed = (hash ^ UInt64(bitPattern: offset)) &* 0x9E37_79B9_7F4A_7C15
      return mixed ^ mixed >> 29
    }
  }

  /// The variance of the number of starts per interval over its mean: near 0 for even starts, near 1 for Poisson.
  ///
  /// - Parameter interval: The intervals to count in, such as 10 ms; a last one that is cut off does not count.
  /// - Returns: Nil without two whole intervals or without starts.
  public func dispersion(per interval: SimDuration) -> Double? {
    let width = interval.microseconds * 1_000
    guard width > 0, let last = offsets_ns.last, last / width >= 2 else { return nil }
    var counts = [Int](repeating: 0, count: Int(last / width))
    for offset in offsets_ns where offset / width < counts.count { counts[Int(offset / width)] += 1 }
    var tally = Tally()
    for count in counts { tally.add(Double(count)) }
    return tally.mean > 0 ? tally.variance / tally.mean : nil
  }
}
