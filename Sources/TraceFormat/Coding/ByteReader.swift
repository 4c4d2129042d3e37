/// Reads integers and texts out of bytes that may be damaged: every step is checked, and a failed one throws.
struct ByteReader {
  /// A read beyond the end, or a number outside its range.
  struct Malformed: Error {}

  private let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var remaining: Int { bytes.count - offset }

  mutating func read<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type = T.self) throws(Malformed) -> T {
    let size = MemoryLayout<T>.size
    guard size <= remaining else { throw Malformed() }
    defer { offset += size }
    return T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
  }

  mutating func take(_ count: Int) throws(Malformed) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remaining else { throw Malformed() }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  mutating func readText() throws(Malformed) -> String {
    let count = Int(try read(UInt32.self))
    let utf8 = try take(count)
    guard let text = String(validating: utf8, as: UTF8.self) else { throw Malformed() }
    return text
  }

  mutating func readVarint() throws(Malformed) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      let byte = try read(UInt8.self)
      if shift == 63 && byte > 1 { throw Malformed() }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw Malformed()
  }
}
