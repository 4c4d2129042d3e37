/// Where a block stands, and what it covers.
public struct TraceBlockInfo: Hashable, Sendable {
  /// The block's place in the file: 0, 1, 2…
  public let sequence: UInt64
  /// The number of records in the blocks before it.
  public let firstRecord: UInt64
  /// Its region.
  public let region: UInt16
  /// Its records.
  public let count: Int
  /// The time of its first record, in microseconds since the epoch.
  public let firstTime: Int64
  /// The time of its last record, in microseconds since the epoch.
  public let lastTime: Int64
  /// Where its header starts in the file.
  public let offset: UInt64
  /// Its bytes, header and columns.
  public let size: Int
}

/// What could not be read.
public struct TraceLoss: Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public var reason: String
  /// The number of blocks lost, or nil when unknown.
  public var blocks: UInt64?
  /// The number of records lost, or nil when unknown.
  public var records: UInt64?
  /// The sequence number of the first block lost, or nil when unknown.
  public var firstBlock: UInt64?
  /// About when the lost records begin, or nil when unknown; exact when a checkpoint or the block's header tells.
  public var firstTime: Int64?
  /// About when the lost records end, or nil when unknown; exact when a checkpoint or the block's header tells.
  public var lastTime: Int64?
  /// Where in the file the damage starts.
  public var offset: UInt64

  /// One line, with the times as instants.
  ///
  /// - Parameter epoch: The header's ``TraceHeader/epoch``.
  public func text(epoch: Int64) -> String {
    let count = records.map { "\($0) record\($0 == 1 ? "" : "s")" } ?? "an unknown number of records"
    let places = blocks.map { $0 == 0 ? "" : " in \($0) block\($0 == 1 ? "" : "s")" } ?? ""
    let first = firstTime.map { TraceText.time($0, epoch: epoch) }
    let last = lastTime.map { TraceText.time($0, epoch: epoch) }
    let span =
      switch (first, last) {
      case (nil, nil): ""
      case (let first?, nil): ", from \(first) on"
      case (nil, let last?): ", up to \(last)"
      case (let first?, let last?): ", between \(first) and \(last)"
      }
    return "lost \(count)\(places) at byte \(offset)\(span): \(reason)"
  }

  /// One line, with the times as they stand in the fields.
  public var description: String {
    let count = records.map { "\($0) records" } ?? "an unknown number of records"
    let places = blocks.map { $0 == 0 ? "" : " in \($0) blocks" } ?? ""
    return "lost \(count)\(places) at byte \(offset)\(span): \(reason)"
  }

  private var span: String {
    switch (firstTime, lastTime) {
    case (nil, nil): ""
    case (let first?, nil): ", from \(first) us on"
    case (nil, let last?): ", up to \(last) us"
    case (let first?, let last?): ", between \(first) and \(last) us"
    }
  }
}

/// What a pass over a trace delivered, and what it could not.
public struct TraceReport: Hashable, Sendable {
  /// Blocks that were read.
  public var blocks: UInt64 = 0
  /// Records that were delivered.
  public var records: UInt64 = 0
  /// What was lost, in the whole file or in the part that the pass covered.
  public var losses: [TraceLoss] = []
  /// Whether nothing was lost.
  public var isWhole: Bool { losses.isEmpty }
}
