import ArgumentParser
import Reporting
import TraceFormat

/// Says what a trace holds.
struct TraceInfoCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Say what a trace holds and what its bytes are spent on.")
  static let examples = [
    Example("doorstep trace info run.trace.zst", "A summary."),
    Example("doorstep trace info run.trace.zst --format json", "The same for scripts."),
  ]

  @Argument(help: "The trace.") var file: String
  @OptionGroup var format: FormatOption

  func run() throws {
    let reader = try openTrace(file)
    let info: TraceInfo
    do { info = try reader.info() } catch { throw traceFailure(error) }
    switch format.format {
    case .json: try Terminal.out(document(info, reader.header).text())
    case .csv: try Terminal.out(kindTable(info, reader.header).csv())
    case .md: try Terminal.out(kindTable(info, reader.header).markdown())
    case .text: try Terminal.out(summary(info, reader.header))
    }
    try failOnLosses(info.losses, reader)
  }

  private func time(_ time: Int64?, _ header: TraceHeader) -> String? {
    time.map { TraceText.time($0, epoch: header.epoch) }
  }

  private func name(_ count: TraceKindCount, _ header: TraceHeader) -> String {
    header.kinds.first { $0.id == count.kind }?.name ?? String(count.kind)
  }

  private func kindTable(_ info: TraceInfo, _ header: TraceHeader) -> Table {
    var table = Table([.text("kind"), .number("records")])
    for count in info.kinds where count.count > 0 { table.add(name(count, header), grouped(Int(count.count))) }
    return table
  }

  private func columnTable(_ info: TraceInfo) -> Table {
    var table = Table([.text("column"), .number("bytes"), .number("per record")])
    for column in info.columns {
      let share = info.records == 0 ? 0 : Double(column.bytes) / Double(info.records)
      table.add(column.name, grouped(Int(column.bytes)), fixed(share, 3))
    }
    return table
  }

  private func summary(_ info: TraceInfo, _ header: TraceHeader) -> String {
    var lines = [
      "scenario     \(header.scenarioName) \(header.scenarioHash)",
      "seed         \(header.seed), replication \(header.replication)", "engine       \(header.engineVersion)",
      "period       \(time(info.firstTime, header) ?? "–") to \(time(info.lastTime, header) ?? "–")",
      "records      \(grouped(Int(info.records))) in \(grouped(info.blocks)) blocks",
      "bytes        \(grouped(Int(info.bytes))), \(fixed(info.bytesPerRecord, 3)) per record",
      "fingerprint  \(info.fingerprint ?? "none: the file was cut off")",
      "state        \(info.isComplete ? "complete" : "incomplete")",
    ]
    if !header.derivation.isEmpty { lines.append("derived      \(header.derivation)") }
    lines += info.totals.map { "total        \($0.name) \(grouped(Int($0.value)))" }
    return lines.map { $0 + "\n" }.joined() + "\n" + kindTable(info, header).text() + "\n" + columnTable(info).text()
  }

  private func document(_ info: TraceInfo, _ header: TraceHeader) -> JSONValue {
    [
      "schema": .integer(1), "path": .string(file),
      "scenario": ["name": .string(header.scenarioName), "hash": .string(header.scenarioHash)],
      "seed": .digits(String(header.seed)), "replication": .integer(Int(header.replication)),
      "version": .string(header.engineVersion), "derivation": .string(header.derivation),
      "first": time(info.firstTime, header).map { .string($0) } ?? .null,
      "last": time(info.lastTime, header).map { .string($0) } ?? .null,
      "records": .integer(Int(info.records)), "blocks": .integer(info.blocks), "bytes": .integer(Int(info.bytes)),
      "bytes_per_record": .number(info.bytesPerRecord),
      "fingerprint": info.fingerprint.map { .string($0) } ?? .null, "complete": .bool(info.isComplete),
      "kinds": .object(of: info.kinds) { (name($0, header), .integer(Int($0.count))) },
      "columns": .object(of: info.columns) { ($0.name, .integer(Int($0.bytes))) },
      "totals": .object(of: info.totals) { ($0.name, .integer($0.value)) },
      "losses": .array(of: info.losses) { .string($0.text(epoch: header.epoch)) },
    ]
  }
}
