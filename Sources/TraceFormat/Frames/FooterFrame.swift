/// A figure that the run wants kept with its trace.
public struct TraceTotal: Hashable, Sendable {
  /// Such as `ordersDelivered`.
  public var name: String
  /// The figure.
  public var value: Int64

  /// Makes a total.
  public init(_ name: String, _ value: Int64) {
    self.name = name
    self.value = value
  }
}

/// How many records a kind has.
public struct TraceKindCount: Hashable, Sendable {
  /// The kind's id.
  public var kind: UInt16
  /// Its records.
  public var count: UInt64

  /// Makes a count.
  public init(kind: UInt16, count: UInt64) {
    self.kind = kind
    self.count = count
  }
}

/// The last frame of a file: what the whole amounts to.
public struct TraceFooter: Hashable, Sendable {
  /// Whether the run finished; false when the writer was abandoned.
  public internal(set) var isClean = false
  /// The number of records.
  public internal(set) var records: UInt64 = 0
  /// The number of blocks.
  public internal(set) var blocks: UInt64 = 0
  /// The earliest time in microseconds since the epoch; 0 without records.
  public internal(set) var firstTime: Int64 = 0
  /// The latest time in microseconds since the epoch; 0 without records.
  public internal(set) var lastTime: Int64 = 0
  /// The digest of all records.
  public internal(set) var digest = TraceDigest.Parts()
  /// The run's fingerprint.
  public internal(set) var fingerprint = ""
  /// Records by kind, kinds without records left out.
  public internal(set) var kindCounts: [TraceKindCount] = []
  /// The run's own figures.
  public internal(set) var totals: [TraceTotal] = []
  /// Where the last checkpoint stands, or 0.
  var lastIndex: UInt64 = 0
  /// The running hash behind the last block.
  var chain: UInt64 = 0

  /// Bytes at the end of the file that lead to the footer: frame size, end marker, checksum.
  static let tailSize = 16

  init() {}

  func write(fileID: UInt64, to output: ByteWriter) {
    let start = StructureFrame.begin(.footer, fileID: fileID, in: output)
    output.append(lastIndex)
    output.append(records)
    output.append(blocks)
    output.append(chain)
    output.append(firstTime)
    output.append(lastTime)
    for part in [digest.times, digest.places, digest.kinds, digest.values] { output.append(part) }
    output.append(UInt64(isClean ? 1 : 0))
    output.append(text: fingerprint)
    output.append(UInt16(kindCounts.count))
    for entry in kindCounts {
      output.append(entry.kind)
      output.append(entry.count)
    }
    output.append(UInt16(totals.count))
    for total in totals {
      output.append(text: total.name)
      output.append(total.value)
    }
    output.append(UInt32(output.count + Self.tailSize - start))
    output.append(StructureFrame.endMarker)
    StructureFrame.end(start, in: output)
  }

  init(content: UnsafeRawBufferPointer) throws(ByteReader.Malformed) {
    var reader = ByteReader(content)
    lastIndex = try reader.read()
    records = try reader.read()
    blocks = try reader.read()
    chain = try reader.read()
    firstTime = try reader.read()
    lastTime = try reader.read()
    digest = TraceDigest.Parts(
      times: try reader.read(), places: try reader.read(), kinds: try reader.read(), values: try reader.read())
    isClean = try reader.read(UInt64.self) == 1
    fingerprint = try reader.readText()
    for _ in 0..<(try reader.read(UInt16.self)) {
      kindCounts.append(TraceKindCount(kind: try reader.read(), count: try reader.read()))
    }
    for _ in 0..<(try reader.read(UInt16.self)) {
      totals.append(TraceTotal(try reader.readText(), try reader.read()))
    }
  }
}
