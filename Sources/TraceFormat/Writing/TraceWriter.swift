internal import Glibc

/// Writes a trace on a thread of its own.
///
/// The simulation fills blocks from ``pool`` and hands them over with ``append(_:)``, in an order that depends on the
/// simulation alone: then so do the file's bytes. At most ``queuedBlocks`` blocks wait; then `append` waits too.
///
/// The bytes go to `PATH.partial`. ``finish(totals:fingerprint:)`` gives the file its name `PATH`, in place of a file
/// that had it. After an error, or ``abandon()``, `PATH` is as it was before, and `PATH.partial` keeps all blocks written
/// up to then, which ``TraceRecovery`` turns into a whole file. A new writer for `PATH` overwrites `PATH.partial`.
///
/// One thread at a time may call a writer.
public final class TraceWriter: @unchecked Sendable {
  /// Blocks that may wait for the writing thread.
  public static let queuedBlocks = 16

  /// Where the finished file will stand.
  public let path: String
  /// Blocks for reuse; written blocks come back here.
  public let pool = RecordBlockPool()

  private let queue: BlockQueue
  private let writer: TraceFileWriter
  private let thread: WriterThread
  private var isClosed = false

  /// Creates `PATH.partial`, writes the header, and starts the thread.
  ///
  /// - Throws: ``TraceError/invalidHeader(_:)``, ``TraceError/system(operation:path:code:)`` or
  ///   ``TraceError/writeFailed(path:code:kept:records:)``.
  public convenience init(path: String, header: TraceHeader) throws(TraceError) {
    try self.init(path: path, header: header, limit: .max)
  }

  init(path: String, header: TraceHeader, limit: UInt64) throws(TraceError) {
    self.path = path
    let writer = try TraceFileWriter(path: path, header: header, limit: limit)
    let queue = BlockQueue(capacity: Self.queuedBlocks)
    let work = Work(writer: writer, queue: queue, pool: pool)
    guard let thread = WriterThread({ work.run() }) else {
      throw .system(operation: "start a thread to write", path: path, code: EAGAIN)
    }
    self.writer = writer
    self.queue = queue
    self.thread = thread
  }

  deinit { if !isClosed { _ = abandon() } }

  /// Hands a block over; it must not be touched any more, and comes back through ``pool``.
  ///
  /// - Throws: What the thread failed with: ``TraceError/writeFailed(path:code:kept:records:)``, or a fault in an
  ///   earlier block. The block is then lost; call ``abandon()``.
  public func append(_ block: RecordBlock) throws(TraceError) {
    guard !isClosed else { throw .closed(path: path) }
    guard !block.isEmpty else { return pool.give(block) }
    try queue.push(block)
  }

  /// Waits for all blocks, writes the footer, and gives the file its name.
  ///
  /// - Parameters:
  ///   - totals: Figures of the run to keep in the file.
  ///   - fingerprint: The run's fingerprint; empty for the digest's text.
  /// - Throws: What writing failed with; the writer is then abandoned.
  public func finish(totals: [TraceTotal] = [], fingerprint: String = "") throws(TraceError) -> TraceSummary {
    guard !isClosed else { throw .closed(path: path) }
    stopThread()
    do throws(TraceError) {
      if let error = queue.error { throw error }
      return try writer.finish(totals: totals, fingerprint: fingerprint)
    } catch {
      _ = writer.abandon()
      throw error
    }
  }

  /// Waits for the blocks handed over, and closes `PATH.partial` as incomplete; `PATH` stays as it is.
  ///
  /// - Returns: What stands in `PATH.partial`, or nil when the writer was closed already.
  @discardableResult public func abandon() -> TraceSummary? {
    guard !isClosed else { return nil }
    stopThread()
    return writer.abandon()
  }

  private func stopThread() {
    isClosed = true
    queue.close()
    thread.join()
  }

  /// What the thread does. The file writer is the thread's alone until it has ended.
  private final class Work: @unchecked Sendable {
    private let writer: TraceFileWriter
    private let queue: BlockQueue
    private let pool: RecordBlockPool

    init(writer: TraceFileWriter, queue: BlockQueue, pool: RecordBlockPool) {
      self.writer = writer
      self.queue = queue
      self.pool = pool
    }

    func run() {
      while let block = queue.pop() {
        if queue.error == nil {
          do {
            try writer.write(block)
          } catch {
            queue.fail(error)
          }
        }
        pool.give(block)
      }
    }
  }
}
