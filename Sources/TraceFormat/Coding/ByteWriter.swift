/// A growing buffer of bytes; integers are stored with the lowest byte first.
final class ByteWriter {
  private(set) var start: UnsafeMutableRawPointer
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 4096) {
    self.capacity = capacity
    start = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { start.deallocate() }

  /// What was written so far; valid until the next change.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  func removeAll() { count = 0 }

  /// Makes room for `more` bytes behind the end and returns where they go.
  func reserve(_ more: Int) -> UnsafeMutableRawPointer {
    if capacity - count < more { grow(to: count + more) }
    return start + count
  }

  /// Counts `more` bytes that were written into reserved room.
  func advance(_ more: Int) {
    precondition(more <= capacity - count, "advance beyond the reserved bytes")
    count += more
  }

  func append<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
    let size = MemoryLayout<T>.size
    reserve(size).storeBytes(of: value.littleEndian, as: T.self)
    count += size
  }

  func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

  /// A text: its length in bytes as 32 bits, then its UTF-8.
  func append(text: String) {
    append(UInt32(text.utf8.count))
    append(Array(text.utf8))
  }

  /// Seven bits a byte, the lowest first; the top bit says that more follow.
  func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Overwrites four bytes that are there already.
  func patch(_ value: UInt32, at offset: Int) {
    precondition(offset >= 0 && offset + 4 <= count, "patch outside the written bytes")
    start.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt32.self)
  }

  private func grow(to needed: Int) {
    capacity = max(needed, capacity * 2)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: start, byteCount: count)
    start.deallocate()
    start = larger
  }
}
