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
      var blocks = (
        Block(low: first, high: entity), Block(low: first &+ 1, high: entity), Block(low: first &+ 2, high: entity),
        Block(low: first &+ 3, high: entity)
      )
      var keys = SIMD2(key &>> 32, key)
      var nextKeys = SIMD2(key &+ 0x9E37_79B9, key &>> 32 &+ 0xBB67_AE85)
      for _ in 0..<5 {
        blocks.0.encrypt(keys, nextKeys)
        blocks.1.encrypt(keys, nextKeys)
        blocks.2.encrypt(keys, nextKeys)
        blocks.3.encrypt(keys, nextKeys)
        keys &+= SIMD2(2 * 0xBB67_AE85, 2 * 0x9E37_79B9)
        nextKeys &+= SIMD2(2 * 0x9E37_79B9, 2 * 0xBB67_AE85)
      }
      store(blocks.0.words, at: place)
      store(blocks.1.words, at: place + 2)
      store(blocks.2.words, at: place + 4)
      store(blocks.3.words, at: place + 6)
    }

    @inline(__always) private mutating func store(_ pair: SIMD2<UInt64>, at place: Int) {
      words[place] = pair[0]
      words[place + 1] = pair[1]
    }
  }

  /// A block of ``Philox`` on its way through the rounds: its four words of 32 bits, a and c in one vector, b and d in another.
  ///
  /// Only the lower half of a lane counts until the end: a product of two halves fills a lane. Both products of a round are one
  /// instruction. A round exchanges its two halves; here the lanes stay, so that after every other round c stands before a, and
  /// what leaves the last one lies as it is stored.
  private struct Block {
    private var ac: SIMD2<UInt64>
    private var bd: SIMD2<UInt64>

    @inline(__always) init(low: UInt64, high: UInt64) {
      ac = SIMD2(low, high)
      bd = SIMD2(low &>> 32, high &>> 32)
    }

    /// Two rounds; the first one's key has the lanes that it leaves behind.
    @inline(__always) mutating func encrypt(_ first: SIMD2<UInt64>, _ second: SIMD2<UInt64>) {
      round(SIMD2(0xD251_1F53, 0xCD9E_8D57), first)
      round(SIMD2(0xCD9E_8D57, 0xD251_1F53), second)
    }

    @inline(__always) private mutating func round(_ multipliers: SIMD2<UInt64>, _ roundKey: SIMD2<UInt64>) {
      let products = (ac & Philox.mask) &* multipliers
      ac = (products &>> 32) ^ (SIMD2(bd[1], bd[0]) ^ roundKey)
      bd = products
    }

    @inline(__always) var words: SIMD2<UInt64> { (ac & Philox.mask) | bd &<< 32 }
  }
}
