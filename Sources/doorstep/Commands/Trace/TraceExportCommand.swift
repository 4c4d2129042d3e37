import ArgumentParser
import TraceFormat

/// Prints a trace's records for other tools.
struct TraceExportCommand: Verb {
  /// What other tools read.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv, ndjson
  }

  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print the records of a trace in order of time, for other tools.")
  static let examples = [
    Example("doorstep trace export run.trace.zst --format csv", "Every record; times in UTC."),
    Example("doorstep trace export run.trace.zst --format ndjson --kind orderCreated", "One kind, an object a line."),
  ]

  @Argument(help: "The trace.") var file: String
  @Option(help: "csv has one column per field name, ndjson one object per line.") var format: Format = .csv
  @OptionGroup var selection: SelectionOptions

  func run() throws {
    let reader = try openTrace(file)
    let wanted = try selection.selection(reader.header)
    let report: TraceReport
    do {
      switch format {
      case .csv: report = try reader.exportCSV(wanted, order: .merged) { try Terminal.out($0) }
      case .ndjson: report = try reader.exportNDJSON(wanted, order: .merged) { try Terminal.out($0) }
      }
    } catch let failure as Failure { throw failure } catch { throw traceFailure(error) }
    try failOnLosses(report.losses, reader)
  }
}
