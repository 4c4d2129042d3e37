internal import Glibc

/// Room for one block between records and streams: the columns in kind-sorted order, and a buffer per stream.
///
/// All buffers are as large as the largest legal block needs, with slack for whole-word loads and stores, so that
/// neither coding nor decoding can leave them, whatever the bytes say.
final class BlockColumns {
  private static let slack = 64

  /// In time order: the index of each record's kind.
  let kinds: UnsafeMutablePointer<UInt8>
  /// By kind index, one more than there can be kinds: where its group starts in the sorted columns.
  let starts: UnsafeMutablePointer<Int>
  /// By kind index: the next free place of its group.
  let cursors: UnsafeMutablePointer<Int>

  /// The other columns in kind-sorted order.
  let sorted: Sorted

  /// Pointers to the kind-sorted columns; loops take a local copy, so that they stay in registers.
  ///
  /// The encoder sorts the small columns together, as ``Operands``: a record then costs four stores, not seven. The
  /// decoder has them as they come, one by one. Pages that nobody writes cost nothing.
  struct Sorted {
    let entities: UnsafeMutablePointer<UInt64>
    let families: UnsafeMutablePointer<UInt8>
    let values: UnsafeMutablePointer<Int64>
    let operands: UnsafeMutablePointer<UInt64>
    let auxes: UnsafeMutablePointer<Int64>
    let nodes: UnsafeMutablePointer<UInt16>
    let countries: UnsafeMutablePointer<UInt8>
    let flags: UnsafeMutablePointer<UInt8>
  }

  private let streams: [UnsafeMutableRawPointer]

  init() {
    let records = RecordBlock.fullCapacity
    func room<T: BitwiseCopyable>(_ type: T.Type, _ count: Int) -> UnsafeMutablePointer<T> {
      Self.zeros(count * MemoryLayout<T>.stride + Self.slack).bindMemory(to: type, capacity: count)
    }
    kinds = room(UInt8.self, records)
    starts = room(Int.self, 257)
    cursors = room(Int.self, 257)
    sorted = Sorted(
      entities: room(UInt64.self, records), families: room(UInt8.self, records), values: room(Int64.self, records),
      operands: room(UInt64.self, records), auxes: room(Int64.self, records), nodes: room(UInt16.self, records),
      countries: room(UInt8.self, records), flags: room(UInt8.self, records))
    let largest = Int(TraceStream.allCases.map(\.rawValue).max() ?? 0)
    streams = (0...largest).map { id in
      Self.zeros((TraceStream(rawValue: UInt8(id))?.largestSize ?? 0) + Self.slack)
    }
  }

  /// Bytes that are zero; the system provides their pages when they are first written.
  private static func zeros(_ size: Int) -> UnsafeMutableRawPointer {
    guard let bytes = calloc(1, size) else { fatalError("out of memory") }
    return bytes
  }

  deinit {
    free(kinds)
    free(starts)
    free(cursors)
    free(sorted.entities)
    free(sorted.families)
    free(sorted.values)
    free(sorted.operands)
    free(sorted.auxes)
    free(sorted.nodes)
    free(sorted.countries)
    free(sorted.flags)
    for stream in streams { free(stream) }
  }

  /// The buffer of a stream.
  func raw(_ stream: TraceStream) -> UnsafeMutableRawPointer { streams[Int(stream.rawValue)] }

  /// The buffer of a stream of bytes.
  func bytes(_ stream: TraceStream) -> UnsafeMutablePointer<UInt8> {
    raw(stream).assumingMemoryBound(to: UInt8.self)
  }

  /// Counts the kinds of the first `count` records and places the groups one behind the other.
  func sortKinds(_ count: Int) {
    (starts + 0).update(repeating: 0, count: 257)
    for i in 0..<count { starts[Int(kinds[i]) &+ 1] &+= 1 }
    for kind in 0..<256 { starts[kind &+ 1] &+= starts[kind] }
    cursors.update(from: starts, count: 257)
  }

  /// The places of a kind's group in the sorted columns.
  func group(_ kind: Int) -> Range<Int> { starts[kind]..<starts[kind + 1] }
}

/// The small columns of a record in one word: from the lowest bit the second operand, the country, the flags, the node.
enum Operands {
  static let auxMask: UInt64 = 0xFFFF_FFFF
  static let countryShift: UInt64 = 32
  static let flagsShift: UInt64 = 40
  static let nodeShift: UInt64 = 48

  /// As ``auxMask``, for columns of signed integers.
  static let signedAuxMask = Int64(bitPattern: auxMask)

  /// In memory the kind stands between aux and node, country and flags behind them: two loads give all.
  @inline(__always) static func pack(_ record: UnsafePointer<TraceRecord>) -> UInt64 {
    let raw = UnsafeRawPointer(record)
    let word = raw.load(fromByteOffset: 24, as: UInt64.self).littleEndian
    let bytes = raw.load(fromByteOffset: 32, as: UInt16.self).littleEndian
    return word & ~(0xFFFF &<< countryShift) | UInt64(bytes) &<< countryShift
  }

  /// Whether records lie in memory as ``pack(_:)`` reads them.
  static var isLayoutKnown: Bool {
    MemoryLayout<TraceRecord>.offset(of: \.aux) == 24 && MemoryLayout<TraceRecord>.offset(of: \.kind) == 28
      && MemoryLayout<TraceRecord>.offset(of: \.node) == 30 && MemoryLayout<TraceRecord>.offset(of: \.country) == 32
      && MemoryLayout<TraceRecord>.offset(of: \.flags) == 33 && UInt16(1).littleEndian == 1
  }
}
