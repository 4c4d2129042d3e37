/// Integers as a class byte, which an entropy coder likes, plus the bits that it could not shorten anyway.
///
/// A number below 16 is its own class. Up to 2^29 a class is the exponent and the three bits below the leading one, so
/// that a class spans at most an eighth of its numbers' size; above, a class is the exponent alone. The remaining low
/// bits are packed into a second stream. Classes above ``lastClass`` do not stand for integers.
enum IntegerCode {
  static let lastClass: UInt8 = 250

  /// By exponent 0...63: bits below the class (bits 0-7), first class (8-15), mask of the bits inside the class (16-23).
  nonisolated(unsafe) static let byExponent: UnsafePointer<UInt32> = {
    let table = UnsafeMutablePointer<UInt32>.allocate(capacity: 64)
    for exponent in UInt32(0)..<64 {
      switch exponent {
      case 0..<4: table[Int(exponent)] = 0xF << 16
      case 4..<29: table[Int(exponent)] = exponent - 3 | (16 + (exponent - 4) * 8) << 8 | 7 << 16
      default: table[Int(exponent)] = exponent | (216 + exponent - 29) << 8
      }
    }
    return UnsafePointer(table)
  }()

  /// By class: the smallest number in it.
  nonisolated(unsafe) static let floors: UnsafePointer<UInt64> = {
    let table = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
    for code in 0..<256 {
      switch code {
      case 0..<16: table[code] = UInt64(code)
      case 16..<216: table[code] = UInt64(8 + (code - 16) % 8) << UInt64((code - 16) / 8 + 1)
      case 216...250: table[code] = 1 << UInt64(code - 216 + 29)
      default: table[code] = 0
      }
    }
    return UnsafePointer(table)
  }()

  /// By class: the number of bits that follow in the second stream.
  nonisolated(unsafe) static let widths: UnsafePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for code in 0..<256 {
      switch code {
      case 16..<216: table[code] = UInt8((code - 16) / 8 + 1)
      case 216...250: table[code] = UInt8(code - 216 + 29)
      case 251...254: table[code] = UInt8([8, 16, 24, 40][code - 251])
      default: table[code] = 0
      }
    }
    return UnsafePointer(table)
  }()

  /// Small magnitudes of either sign become small numbers: 0, -1, 1, -2…
  @inline(__always) static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value &<< 1 ^ value &>> 63) }

  @inline(__always) static func unzigzag(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value &>> 1) ^ -Int64(bitPattern: value & 1)
  }
}

/// Writes class bytes and packed bits through two pointers; the caller provides room.
struct IntegerEncoder {
  private let table = IntegerCode.byExponent
  var codes: UnsafeMutablePointer<UInt8>
  var bits: BitPacker

  init(codes: UnsafeMutablePointer<UInt8>, bits: UnsafeMutableRawPointer) {
    self.codes = codes
    self.bits = BitPacker(next: bits)
  }

  @inline(__always) mutating func put(_ value: UInt64) {
    let entry = table[63 &- (value | 1).leadingZeroBitCount]
    let width = UInt64(entry & 0xFF)
    let inside = UInt32(truncatingIfNeeded: value &>> width) & entry &>> 16
    codes.pointee = UInt8(truncatingIfNeeded: entry &>> 8 &+ inside)
    codes += 1
    bits.put(value & ((1 &<< width) &- 1), width)
  }
}

/// Packs numbers of given widths, the lowest bit first.
struct BitPacker {
  var next: UnsafeMutableRawPointer
  private var word: UInt64 = 0
  private var used: UInt64 = 0

  init(next: UnsafeMutableRawPointer) { self.next = next }

  /// Adds the low `width` bits of a value that has no others; writes up to eight bytes at `next`.
  @inline(__always) mutating func put(_ value: UInt64, _ width: UInt64) {
    guard width > 56 else { return putNarrow(value, width) }
    putNarrow(value & 0xFFFF_FFFF, 32)
    putNarrow(value &>> 32, width &- 32)
  }

  // Everything is inlined, the rare wide case too: a call would keep the packer in memory instead of registers.
  @inline(__always) private mutating func putNarrow(_ value: UInt64, _ width: UInt64) {
    word |= value &<< used
    used &+= width
    next.storeBytes(of: word.littleEndian, as: UInt64.self)
    next += Int(truncatingIfNeeded: used &>> 3)
    word &>>= used & ~7
    used &= 7
  }

  /// The end of the packed bytes, a begun one included.
  var end: UnsafeMutableRawPointer { used == 0 ? next : next + 1 }
}

/// Reads what ``IntegerEncoder`` wrote; the caller guarantees eight readable bytes behind the last packed one.
struct IntegerDecoder {
  private let floors = IntegerCode.floors
  private let widths = IntegerCode.widths
  var codes: UnsafePointer<UInt8>
  let bits: UnsafeRawPointer
  /// The position in the packed bits.
  var position: UInt64 = 0

  init(codes: UnsafePointer<UInt8>, bits: UnsafeRawPointer) {
    self.codes = codes
    self.bits = bits
  }

  /// The next number; of a class above ``IntegerCode/lastClass``, only the packed bits.
  @inline(__always) mutating func next() -> UInt64 {
    let code = Int(codes.pointee)
    codes += 1
    return floors[code] &+ unpack(UInt64(widths[code]))
  }

  @inline(__always) mutating func unpack(_ width: UInt64) -> UInt64 {
    guard width > 56 else { return unpackNarrow(width) }
    let low = unpackNarrow(32)
    return low | unpackNarrow(width &- 32) &<< 32
  }

  @inline(__always) private mutating func unpackNarrow(_ width: UInt64) -> UInt64 {
    let byte = Int(truncatingIfNeeded: position &>> 3)
    let word = UInt64(littleEndian: bits.loadUnaligned(fromByteOffset: byte, as: UInt64.self))
    let value = word &>> (position & 7) & ((1 &<< width) &- 1)
    position &+= width
    return value
  }

  /// The number of packed bytes used.
  var bytesUsed: Int { Int((position + 7) / 8) }
}

/// The largest of many bytes, sixteen at a step.
enum LargestByte {
  static func of(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt8 {
    let raw = UnsafeRawPointer(bytes)
    var largest = SIMD16<UInt8>(repeating: 0)
    var at = 0
    while at &+ 16 <= count {
      largest = pointwiseMax(largest, raw.loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self))
      at &+= 16
    }
    var rest = largest.max()
    while at < count {
      rest = max(rest, bytes[at])
      at &+= 1
    }
    return rest
  }
}
