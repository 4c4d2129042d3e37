/// The counter-based generator Philox4x32 with ten rounds: a keyed bijection on 128-bit counters.
///
/// One call gives 128 random bits and remembers nothing, so streams can be made anywhere, in any order, for free.
/// Source: Salmon, Moraes, Dror, Shaw, *Parallel Random Numbers: As Easy as 1, 2, 3*, SC 2011.
@frozen public enum Philox {
  /// Encrypts the counter (low and high word) with the key, and returns the block's two words.
  @inlinable @inline(__always)
  public static func block(low: UInt64, high: UInt64, key: UInt64) -> (UInt64, UInt64) {
    var a = low & mask
    var b = low &>> 32
    var c = high & mask
    var d = high &>> 32
    var k0 = key & mask
    var k1 = key &>> 32
    for _ in 0..<10 {
      let p = a &* 0xD251_1F53
      let q = c &* 0xCD9E_8D57
      a = (q &>> 32) ^ b ^ k0
      b = q & mask
      c = (p &>> 32) ^ d ^ k1
      d = p & mask
      k0 = (k0 &+ 0x9E37_79B9) & mask
      k1 = (k1 &+ 0xBB67_AE85) & mask
    }
    return (a | b &<< 32, c | d &<< 32)
  }

  @usableFromInline static let mask: UInt64 = 0xFFFF_FFFF
}
