import ArgumentParser
import Reporting
import TraceFormat

/// Prints the life of orders.
struct TraceOrderCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "order", abstract: "Print all records of an order, a parcel or a consignment, in order of time.")
  static let examples = [
    Example("doorstep trace order run.trace.zst 4294967297", "The life of one order; ids are those of `trace export`.")
  ]

  @Argument(help: "The trace.") var file: String
  @Argument(help: "The order's number, decimal or hexadecimal after 0x.") var ids: [EntityID]
  @OptionGroup var format: FormatOption

  func run() throws {
    let reader = try openTrace(file)
    var losses: [TraceLoss] = []
    var hits: [TraceHit] = []
    for id in ids {
      do {
        let found = try reader.find(entity: id.number)
        hits += found.records
        losses += found.losses
      } catch { throw traceFailure(error) }
    }
    if !hits.isEmpty { try print(hits, RecordText(reader.header)) }
    try failOnLosses(losses, reader)
    guard !hits.isEmpty else {
      let wanted = ids.map { String($0.number) }.joined(separator: ", ")
      throw Failure(
        .nothingSelected, "the trace has no records of \(wanted)", help: "doorstep trace export \(file) lists ids")
    }
  }

  private func print(_ hits: [TraceHit], _ text: RecordText) throws {
    guard format.format != .json else {
      let lines = hits.map { text.document($0.record, region: $0.region).line() + "\n" }
      return try Terminal.out(lines.joined())
    }
    var table = Table([.text("time"), .text("region"), .text("kind"), .text("fields")])
    for hit in hits {
      table.add(
        text.time(hit.record), text.region(hit.region), text.kind(hit.record),
        text.fields(hit.record).map { "\($0.name)=\($0.text)" }.joined(separator: " "))
    }
    switch format.format {
    case .csv: try Terminal.out(table.csv())
    case .md: try Terminal.out(table.markdown())
    default: try Terminal.out(table.text(indent: 0))
    }
  }
}
