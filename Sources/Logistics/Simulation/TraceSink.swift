public import TraceFormat

/// Who takes the records of a run, block by block, in an order that depends on nothing but scenario and seed.
public protocol TraceSink: AnyObject {
  /// Where blocks to fill come from.
  var pool: RecordBlockPool { get }
  /// Takes a block over; it goes back to the pool when it has been dealt with.
  func append(_ block: RecordBlock) throws
  /// The run is over.
  func finish(_ result: RunResult) throws -> RunTrace?
  /// The run goes on without a trace; what is written stays readable.
  func abandon()
}

/// Writes a run's records to a file.
public final class TraceFileSink: TraceSink {
  private let writer: TraceWriter
  private let path: String

  /// Opens the file; the records of a run with this header follow.
  public init(path: String, header: TraceHeader) throws {
    self.path = path
    writer = try TraceWriter(path: path, header: header)
  }

  /// The writer's blocks.
  public var pool: RecordBlockPool { writer.pool }

  /// Queues a block; waits when the writer is behind.
  public func append(_ block: RecordBlock) throws { try writer.append(block) }

  /// Closes the file.
  public func finish(_ result: RunResult) throws -> RunTrace? {
    let totals = [
      TraceTotal("visits", Int64(result.visits)), TraceTotal("orders", Int64(result.orders.placed)),
      TraceTotal("delivered", Int64(result.orders.delivered)), TraceTotal("events", Int64(result.cost.events)),
      TraceTotal("end_us", result.cost.endMicroseconds),
    ]
    let summary = try writer.finish(totals: totals, fingerprint: result.fingerprint.text)
    var report = RunTrace()
    report.path = path
    report.records = Int(summary.records)
    report.bytes = Int(summary.bytes)
    report.columns = summary.columns.map { ColumnShare(name: $0.name, bytes: Int($0.bytes)) }
    return report
  }

  /// Closes the file as incomplete.
  public func abandon() { _ = writer.abandon() }
}
