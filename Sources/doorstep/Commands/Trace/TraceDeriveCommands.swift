import ArgumentParser
import Reporting
import TraceFormat

/// Makes a whole file out of a damaged or unfinished one.
struct TraceRecoverCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "recover", abstract: "Write all that can be read of a damaged or unfinished trace to a new file.")
  static let examples = [
    Example("doorstep trace recover run.trace.zst.partial run.trace.zst", "What an interrupted writer left behind.")
  ]

  @Argument(help: "The damaged trace; it stays as it is.") var file: String
  @Argument(help: "The new file.") var target: String
  @Flag(help: "Replace the new file when it exists.") var force = false

  func run() throws {
    try checkTarget(target, from: file, force: force)
    let header = try openTrace(file).header
    let result: TraceDerivation
    do { result = try TraceRecovery.recover(from: file, to: target) } catch { throw traceFailure(error) }
    let losses = result.losses.map { $0.text(epoch: header.epoch) + "\n" }.joined()
    try Terminal.out(losses + derived(result, target))
  }
}

/// Makes a file of some of another one's records.
struct TraceCutCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "cut", abstract: "Write some records of a trace to a new one.")
  static let examples = [
    Example("doorstep trace cut run.trace.zst black-friday.trace.zst --from 2026-11-27 --to 2026-11-28", "One day."),
    Example("doorstep trace cut run.trace.zst germany.trace.zst --region DE", "One region."),
  ]

  @Argument(help: "The trace to read.") var file: String
  @Argument(help: "The new file.") var target: String
  @OptionGroup var selection: SelectionOptions
  @Flag(help: "Replace the new file when it exists.") var force = false

  func run() throws {
    try checkTarget(target, from: file, force: force)
    let reader = try openTrace(file)
    let wanted = try selection.selection(reader.header)
    let result: TraceDerivation
    do { result = try TraceCut.cut(from: file, to: target, wanted) } catch { throw traceFailure(error) }
    try Terminal.out(derived(result, target))
    try failOnLosses(result.losses, reader)
  }
}

private func derived(_ result: TraceDerivation, _ target: String) -> String {
  let summary = result.summary
  return "wrote \(target): \(grouped(Int(summary.records))) records, \(grouped(Int(summary.bytes))) bytes, fingerprint "
    + "\(summary.fingerprint)\n"
}
