public import TraceFormat

/// A sink that writes nothing: it holds the run's records against those of a file, in the file's order.
///
/// The run goes on after a difference, so that the fingerprint can be compared as well, but only the first is kept.
public final class TraceComparison: TraceSink {
  /// Where a run and a file part.
  public struct Divergence: Sendable {
    /// The block's place in the file.
    public var block: Int
    /// The record's place in the block.
    public var place: Int
    /// The region of the block.
    public var region: UInt16
    /// What the file has; nil where it has ended.
    public var recorded: TraceRecord?
    /// What the run gave; nil where it has ended.
    public var replayed: TraceRecord?
  }

  private let reader: TraceReader
  private let quantum: Int64
  private var next = 0
  private let expected = RecordBlock()
  /// Where blocks to fill come from.
  public let pool = RecordBlockPool()
  /// The first difference; nil while there is none.
  public private(set) var divergence: Divergence?
  /// Records that agreed.
  public private(set) var matched = 0

  /// Compares with the records of an opened file.
  public init(_ reader: TraceReader) {
    self.reader = reader
    quantum = reader.header.quantum
  }

  /// Compares a block with the next one of the file.
  public func append(_ block: RecordBlock) throws {
    defer { pool.give(block) }
    guard divergence == nil else { return }
    guard next < reader.blocks.count else {
      return diverge(0, block.region, nil, block.buffer.first)
    }
    try reader.read(reader.blocks[next], into: expected)
    compare(block)
    next += 1
  }

  private func compare(_ block: RecordBlock) {
    let recorded = expected.buffer
    let replayed = block.buffer
    for place in 0..<max(recorded.count, replayed.count) {
      let a = place < recorded.count ? recorded[place] : nil
      var b = place < replayed.count ? replayed[place] : nil
      if quantum > 1, let record = b { b?.time = floor(record.time) }
      guard a == b, expected.region == block.region else { return diverge(place, block.region, a, b) }
      matched += 1
    }
  }

  private func floor(_ time: Int64) -> Int64 {
    let rest = time % quantum
    return time - (rest < 0 ? rest + quantum : rest)
  }

  private func diverge(_ place: Int, _ region: UInt16, _ recorded: TraceRecord?, _ replayed: TraceRecord?) {
    divergence = Divergence(
      block: next, place: place, region: region, recorded: recorded, replayed: replayed)
  }

  /// The run is over: records that the file has more are a difference, too.
  public func finish(_ result: RunResult) throws -> RunTrace? {
    if divergence == nil, next < reader.blocks.count {
      try reader.read(reader.blocks[next], into: expected)
      diverge(0, expected.region, expected.buffer.first, nil)
    }
    return nil
  }

  /// The comparison is given up.
  public func abandon() {}
}
