import CReference
@preconcurrency import Glibc
import TraceFormat

/// Writing, reading and seeking in traces: `tools/bench trace`.
///
/// The reference is the records as rows in memory through zstd at level 1, in C: no columns, no index, no digest.
/// Bytes per record and each column's share go to standard error.
func traceSuite(_ options: Options) -> [Measurement] {
  let sample = TraceSample(ordersPerRegion: options.quick ? 1000 : 20_000)
  let rounds = options.quick ? 2 : 7
  var measurements: [Measurement] = []
  if options.selects("trace/encode") { measurements.append(sample.encode(rounds)) }
  if options.selects("trace/decode") { measurements.append(sample.decode(rounds)) }
  if options.selects("trace/seek") { measurements += sample.seek(to: options.quick ? 1_000_000 : 50_000_000) }
  sample.printSizes()
  return measurements
}

/// Blocks of the mix as a run hands them over, and where the benchmarks' files go.
private final class TraceSample {
  private var blocks: [RecordBlock] = []
  private let count: Int
  private let path: String
  private var rows: [TraceRecord] = []
  private let span: Int64

  init(ordersPerRegion: Int) {
    let shared = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    path = "\(shared)/bench-\(getpid()).trace.zst"
    let lanes = TraceMix.regions.indices.map { TraceMix.records(region: $0, orders: ordersPerRegion, days: 20) }
    var cursors = lanes.map { _ in 0 }
    while let region = lanes.indices.filter({ cursors[$0] < lanes[$0].count }).min(by: {
      lanes[$0][cursors[$0]].time < lanes[$1][cursors[$1]].time
    }) {
      let block = RecordBlock(region: UInt16(region))
      let part = lanes[region][cursors[region]...].prefix(block.capacity)
      for record in part { block.append(record) }
      cursors[region] += part.count
      blocks.append(block)
    }
    rows = blocks.flatMap { Array($0.buffer) }
    count = rows.count
    span = 200 * 86_400_000_000
  }

  deinit { unlink(path) }

  private func fill(_ copy: RecordBlock, from block: RecordBlock, shift: Int64) {
    for (place, record) in block.buffer.enumerated() {
      copy.records[place] = record
      copy.records[place].time &+= shift * span
      if record.entity != 0 { copy.records[place].entity &+= UInt64(shift) << 24 }
    }
    copy.setCount(block.count)
  }

  /// CPU time of the writing thread: of the process less that of the thread that fills blocks from the pool.
  ///
  /// The two take turns, a queue's worth of blocks each, so that neither slows the other down on a shared core; what
  /// they cost side by side is the matter of `tools/bench model`.
  func encode(_ rounds: Int) -> Measurement {
    let size = rows.count * MemoryLayout<TraceRecord>.stride
    let block = RecordBlock.fullCapacity * MemoryLayout<TraceRecord>.stride
    var target = [UInt8](repeating: 0, count: rows_bound(size, block))
    let capacity = target.count
    var (times, references): ([Double], [Double]) = ([], [])
    for _ in 0..<rounds {
      let (start, filling) = (cpuNanoseconds(), threadNanoseconds())
      writeFile(repeats: 1)
      times.append((cpuNanoseconds() - start - (threadNanoseconds() - filling)) / Double(count))
      let reference = cpuNanoseconds()
      _ = rows.withUnsafeBytes { rows_compress($0.baseAddress, size, block, &target, capacity) }
      references.append((cpuNanoseconds() - reference) / Double(count))
    }
    return Measurement(
      name: "trace/encode", n: count, ns: times, reference: "C rows, zstd -1", referenceNs: references)
  }

  func decode(_ rounds: Int) -> Measurement {
    writeFile(repeats: 1)
    let size = rows.count * MemoryLayout<TraceRecord>.stride
    let blockSize = RecordBlock.fullCapacity * MemoryLayout<TraceRecord>.stride
    var frames = [UInt8](repeating: 0, count: rows_bound(size, blockSize))
    let stored = rows.withUnsafeBytes { rows_compress($0.baseAddress, size, blockSize, &frames, frames.count) }
    var target = [UInt8](repeating: 0, count: size)
    let reader = check { try TraceReader(path: path) }
    let block = RecordBlock()
    let ours = Workload(operations: count) {
      for info in reader.blocks { check { try reader.read(info, into: block) } }
    }
    let theirs = Workload(operations: count) { _ = rows_decompress(frames, stored, &target, size) }
    return compare("trace/decode", n: count, rounds: rounds, ours: ours, reference: "C rows, zstd -1", theirs)
  }

  /// Writes the blocks so many times, each time later and with other ids.
  private func writeFile(repeats: Int) {
    let writer = check { try TraceWriter(path: path, header: TraceMix.header) }
    for shift in 0..<repeats {
      for first in stride(from: 0, to: blocks.count, by: TraceWriter.queuedBlocks) {
        let turn = blocks[first..<min(first + TraceWriter.queuedBlocks, blocks.count)].map { block in
          let copy = writer.pool.take(region: block.region)
          fill(copy, from: block, shift: Int64(shift))
          return copy
        }
        for copy in turn { check { try writer.append(copy) } }
        while writer.pool.count < turn.count { usleep(50) }
      }
    }
    _ = check { try writer.finish() }
  }

  /// Time on the wall for opening a large file and delivering the first record at a random time, and for one order.
  func seek(to records: Int) -> [Measurement] {
    let repeats = (records + count - 1) / count
    writeFile(repeats: repeats)
    var random = LocalRandom(seed: 3)
    var (seeks, finds): ([Double], [Double]) = ([], [])
    for _ in 0..<15 {
      let row = rows[Int(random.next() % UInt64(rows.count))]
      let shift = Int64(random.next() % UInt64(repeats))
      var start = wallNanoseconds()
      let reader = check { try TraceReader(path: path) }
      let selection = TraceSelection(from: row.time + shift * span)
      _ = check { try reader.forEachRecord(selection, order: .merged) { _, _ in false } }
      seeks.append(wallNanoseconds() - start)
      start = wallNanoseconds()
      _ = check { try reader.find(entity: row.entity + UInt64(shift) << 24) }
      finds.append(wallNanoseconds() - start)
    }
    return [
      Measurement(name: "trace/seek", n: repeats * count, ns: seeks, reference: "-", referenceNs: []),
      Measurement(name: "trace/find-order", n: repeats * count, ns: finds, reference: "-", referenceNs: []),
    ]
  }

  func printSizes() {
    writeFile(repeats: 1)
    let info = check { try TraceReader(path: path).info() }
    let shares = info.columns.map { "\($0.name) \(decimal(Double($0.bytes) / Double(count), digits: 3))" }
    fputs(
      "trace: \(decimal(info.bytesPerRecord, digits: 3)) bytes per record: \(shares.joined(separator: ", "))\n", stderr)
  }
}

/// CPU time of the calling thread in nanoseconds.
private func threadNanoseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

private func check<T>(_ body: () throws -> T) -> T {
  do { return try body() } catch { fail("\(error)") }
}
