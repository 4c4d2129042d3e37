internal import CZstd

/// CRC-32C (Castagnoli, polynomial 0x1EDC6F41 reflected): by the processor's instruction, or else sixteen bytes at a step.
///
/// The tables of Kounavis and Berry, *A Systematic Approach to Building High Performance Software-Based CRC
/// Generators* (2005). Known answer: "123456789" gives 0xE3069283 (RFC 3720, appendix B.4).
enum CRC32C {
  /// Sixteen tables of 256 entries; entry `i` of table `k` is the remainder of byte `i` followed by `k` zero bytes.
  nonisolated(unsafe) private static let tables: UnsafePointer<UInt32> = {
    let tables = UnsafeMutablePointer<UInt32>.allocate(capacity: 16 * 256)
    for i in 0..<256 {
      var remainder = UInt32(i)
      for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0x82F6_3B78 : remainder >> 1 }
      tables[i] = remainder
    }
    for k in 1..<16 {
      for i in 0..<256 {
        let previous = tables[(k - 1) * 256 + i]
        tables[k * 256 + i] = previous >> 8 ^ tables[Int(previous & 0xFF)]
      }
    }
    return UnsafePointer(tables)
  }()

  /// The checksum of the bytes.
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 { ~update(~0, bytes) }

  /// Whether the processor has an instruction for it.
  private static let isInstruction = doorstep_crc32c_available() != 0

  /// Continues a checksum's inverted state over more bytes.
  static func update(_ state: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    isInstruction ? doorstep_crc32c(state, bytes.baseAddress, bytes.count) : updateByTables(state, bytes)
  }

  /// The same without the instruction.
  static func updateByTables(_ state: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    guard let start = bytes.baseAddress else { return state }
    let tables = Self.tables
    var crc = state
    var at = 0
    while at &+ 16 <= bytes.count {
      let a = start.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian ^ UInt64(crc)
      let b = start.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self).littleEndian
      crc = eight(a, tables + 8 * 256) ^ eight(b, tables)
      at &+= 16
    }
    while at < bytes.count {
      let byte = start.load(fromByteOffset: at, as: UInt8.self)
      crc = crc >> 8 ^ tables[Int(truncatingIfNeeded: (crc ^ UInt32(byte)) & 0xFF)]
      at &+= 1
    }
    return crc
  }

  @inline(__always) private static func eight(_ word: UInt64, _ tables: UnsafePointer<UInt32>) -> UInt32 {
    @inline(__always) func entry(_ table: Int, _ shift: UInt64) -> UInt32 {
      tables[table &* 256 &+ Int(truncatingIfNeeded: word &>> shift & 0xFF)]
    }
    return entry(7, 0) ^ entry(6, 8) ^ entry(5, 16) ^ entry(4, 24) ^ entry(3, 32) ^ entry(2, 40) ^ entry(1, 48)
      ^ entry(0, 56)
  }
}
