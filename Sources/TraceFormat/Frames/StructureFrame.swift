/// What the four kinds of structure frame have in common: a skippable Zstandard frame with a marker, a type, the file's
/// id and a checksum over all of it.
enum StructureFrame {
  enum Kind: UInt8 {
    case header = 1
    case block = 2
    case index = 3
    case footer = 4
  }

  /// A skippable frame's magic number; its low nibble is free, and Doorstep's is D.
  static let magic: UInt32 = 0x184D_2A5D
  /// The eight bytes behind the size: not text, not seven bits, and broken by whoever converts line ends.
  static let marker: [UInt8] = [0x89, 0x44, 0x53, 0x54, 0x0D, 0x0A, 0x1A, 0x0A]
  /// The same for the last bytes of a file.
  static let endMarker: [UInt8] = [0x89, 0x44, 0x53, 0x45, 0x0D, 0x0A, 0x1A, 0x0A]
  static let version: UInt8 = 1
  /// Bytes before a frame's own content.
  static let prefixSize = 32
  static let checksumSize = 4
  /// No structure frame is larger; a size beyond is damage.
  static let largestSize = 64 << 20

  /// A parsed prefix.
  struct Prefix {
    var kind: Kind
    var version: UInt8
    /// Size of the whole frame with magic and size field.
    var frameSize: Int
    var fileID: UInt64
  }

  /// Starts a frame; returns where it starts.
  static func begin(_ kind: Kind, fileID: UInt64, in output: ByteWriter) -> Int {
    let start = output.count
    output.append(magic)
    output.append(UInt32(0))
    output.append(marker)
    output.append(kind.rawValue)
    output.append(version)
    output.append(UInt16(0))
    output.append(UInt32(0))
    output.append(fileID)
    return start
  }

  /// Ends a frame that started at `start`; returns its checksum.
  @discardableResult static func end(_ start: Int, in output: ByteWriter) -> UInt32 {
    output.patch(UInt32(output.count + checksumSize - start - 8), at: start + 4)
    let checksum = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: output.bytes[start...]))
    output.append(checksum)
    return checksum
  }

  /// The prefix that the bytes start with, or nil when they are something else.
  static func parsePrefix(_ bytes: UnsafeRawBufferPointer) -> Prefix? {
    guard bytes.count >= prefixSize, word32(bytes, 0) == magic, bytes[8..<16].elementsEqual(marker),
      let kind = Kind(rawValue: bytes[16])
    else { return nil }
    let frameSize = Int(word32(bytes, 4)) + 8
    guard frameSize >= prefixSize + checksumSize, frameSize <= largestSize else { return nil }
    return Prefix(
      kind: kind, version: bytes[17], frameSize: frameSize,
      fileID: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)))
  }

  /// Whether a whole frame's last four bytes are the checksum of the others.
  static func isIntact(_ frame: UnsafeRawBufferPointer) -> Bool {
    guard frame.count >= prefixSize + checksumSize else { return false }
    let body = UnsafeRawBufferPointer(rebasing: frame.dropLast(checksumSize))
    return CRC32C.checksum(body) == word32(frame, body.count)
  }

  /// The bytes between a whole frame's prefix and its checksum.
  static func content(_ frame: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: frame[prefixSize..<frame.count - checksumSize])
  }

  static func word32(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}

/// The running hash over block headers, which hold the checksums of their columns.
enum Chain {
  static func start(fileID: UInt64) -> UInt64 { mix(fileID) }

  static func next(_ chain: UInt64, checksum: UInt32, sequence: UInt64) -> UInt64 {
    mix(chain ^ (UInt64(checksum) | sequence &<< 32))
  }

  /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
  static func mix(_ word: UInt64) -> UInt64 {
    var z = word &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z &>> 31
  }
}
