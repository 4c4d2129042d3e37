/// A stream that is drawn from for long: the words of a ``RandomStream`` in the same order, made sixteen at a time.
///
/// For a source of arrivals or a station that keeps its stream for a whole run: a draw takes a third of the time. The words stand
/// behind a pointer that the stream owns, so that drawing mutates no variable. Entities that draw a few numbers each are better off
/// with a ``RandomStream``.
public struct BufferedStream: ~Copyable {
  @usableFromInline let state: UnsafeMutablePointer<State>

  /// Goes on where a stream is.
  public init(_ stream: RandomStream) {
    state = .allocate(capacity: 1)
    state.initialize(to: State(key: stream.key, entity: stream.entity, position: stream.position))
    if stream.position & 15 != 0 { state.pointee.refill() }
  }

  deinit { state.deallocate() }

  /// The next 64 random bits.
  @inlinable @inline(__always) public func next() -> UInt64 {
    let slot = Int(truncatingIfNeeded: state.pointee.position & 15)
    if slot == 0 { state.pointee.refill() }
    state.pointee.position &+= 1
    return state.pointee.words[slot]
  }

  /// A uniform number strictly between 0 and 1: the middle of one of 2^52 equal cells.
  @inlinable @inline(__always) public func uniform() -> Double { RandomStream.uniform(next()) }
}

extension BufferedStream {
  @usableFromInline struct State: BitwiseCopyable {
    let key: UInt64
    let entity: UInt64
    /// The words drawn so far.
    @usableFromInline var position: UInt64
    /// The words from the last multiple of sixteen on.
    @usableFromInline var words = InlineArray<16, UInt64>(repeating: 0)

    init(key: UInt64, entity: UInt64, position: UInt64) {
      (self.key, self.entity, self.position) = (key, entity, position)
    }

    /// The next eight blocks of ``Philox``.
    @usableFromInline @inline(never) mutating func refill() {
      let first = (position & ~15) &>> 1
      fill(first, at: 0)
      fill(first &+ 4, at: 8)
    }

    /// Four blocks side by side: the multiplications of one wait for each other, those of others do not.
    @inline(__always) private mutating func fill(_ first: UInt64, at place: Int) {
      typealias Lanes = SIMD4<UInt64>
      let mask = Lanes(repeating: Philox.mask)
      let low = Lanes(repeating: first) &+ Lanes(0, 1, 2, 3)
      // Only the lower half of each lane counts until the end: a product of two halves fills a lane.
      var a = low
      var b = low &>> 32
      var c = Lanes(repeating: entity)
      var d = Lanes(repeating: entity &>> 32)
      var k0 = key & Philox.mask
      var k1 = key &>> 32
      for _ in 0..<10 {
        let p = (a & mask) &* 0xD251_1F53
        let q = (c & mask) &* 0xCD9E_8D57
        a = (q &>> 32) ^ b ^ k0
        b = q
        c = (p &>> 32) ^ d ^ k1
        d = p
        k0 = k0 &+ 0x9E37_79B9
        k1 = k1 &+ 0xBB67_AE85
      }
      let even = (a & mask) | b &<< 32
      let odd = (c & mask) | d &<< 32
      for lane in 0..<4 {
        words[place + 2 * lane] = even[lane]
        words[place + 2 * lane + 1] = odd[lane]
      }
    }
  }
}
