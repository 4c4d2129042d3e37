import ArgumentParser
import Reporting
import TraceFormat

/// Checks every byte of traces.
struct TraceVerifyCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every byte of a trace: checksums, counts, order and digest.")
  static let examples = [Example("doorstep trace verify run.trace.zst", "Exit code 0 when all is well, 11 when not.")]

  @Argument(help: "The traces.") var files: [String]
  @OptionGroup var format: FormatOption

  func validate() throws { if files.isEmpty { throw ValidationError("Name at least one trace.") } }

  func run() throws {
    var table = Table([.text("trace"), .text("state"), .number("records"), .text("fingerprint")])
    var entries: [JSONValue] = []
    var bad: [String] = []
    for file in files {
      let (result, epoch) = try verify(file)
      let isGood = result.isGood
      if !isGood { bad.append(file) }
      let problems = result.problems + result.losses.map { $0.text(epoch: epoch) }
      for problem in problems { Terminal.note("\(file): \(problem)") }
      table.add(file, isGood ? "good" : "bad", grouped(Int(result.records)), result.fingerprint ?? "–")
      entries.append([
        "path": .string(file), "good": .bool(isGood), "records": .integer(Int(result.records)),
        "fingerprint": result.fingerprint.map { .string($0) } ?? .null,
        "problems": .array(of: problems) { .string($0) },
      ])
    }
    try print(table, entries)
    guard bad.isEmpty else {
      throw Failure(
        .traceBad, "\(bad.map { "\"\($0)\"" }.joined(separator: ", ")) cannot be trusted as it is",
        help: recovery(of: bad[0]))
    }
  }

  private func verify(_ file: String) throws -> (result: TraceVerification, epoch: Int64) {
    let reader = try openTrace(file)
    do { return (try reader.verify(), reader.header.epoch) } catch { throw traceFailure(error) }
  }

  private func print(_ table: Table, _ entries: [JSONValue]) throws {
    switch format.format {
    case .json: try Terminal.out(JSONValue.text(["schema": .integer(1), "traces": .array(entries)])())
    case .csv: try Terminal.out(table.csv())
    case .md: try Terminal.out(table.markdown())
    case .text: try Terminal.out(table.text(indent: 0))
    }
  }
}
