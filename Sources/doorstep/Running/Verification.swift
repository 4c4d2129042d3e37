import Kernel
import Logistics
import Reporting
import Scenario
import TraceFormat

/// Runs the scenario of a trace again and compares.
struct Verification {
  let path: String
  let threads: Int
  let format: OutputFormat
  let quiet: Bool

  func run() throws {
    let reader = try openTrace(path)
    try checkReplayable(reader)
    let model = try model(of: reader)
    var options = SimulationOptions()
    options.seed = reader.header.seed
    options.replication = reader.header.replication
    options.threads = threads
    options.hostClock = { Host.seconds() }
    if !quiet { Terminal.note("replaying \(path): \(headLine(identity(model, options)))") }
    let comparison = TraceComparison(reader)
    let end = reader.footer?.totals.first { $0.name == "end_us" }?.value
    let result = execute(model, options, sink: comparison, quiet: quiet) { progress in
      comparison.divergence != nil || end.map { progress.simulated.microseconds >= $0 } ?? false
    }
    try conclude(result, comparison, reader)
  }

  private func checkReplayable(_ reader: TraceReader) throws {
    try failOnLosses(reader.losses, reader)
    if !reader.header.derivation.isEmpty {
      throw Failure(
        .traceBad, "\"\(path)\" is not what a run wrote: \(reader.header.derivation)",
        help: "replay the trace that the run wrote")
    }
    if !reader.isComplete {
      throw Failure(
        .traceBad, "\"\(path)\" is incomplete: its run did not end well", help: "run its scenario again with --trace")
    }
  }

  /// The model of the scenario inside the trace; it must resolve to the same one.
  private func model(of reader: TraceReader) throws -> Model {
    let header = reader.header
    let folder = folder(of: path)
    let document = try ScenarioDocument.parse(
      header.scenario, name: "scenario in \(path)", folder: folder, otherFolders: [folder, ""],
      schema: ModelSchema.schema)
    if document.hash != header.scenarioHash {
      Terminal.note("warning: the scenario resolves to \(document.hash), the trace says \(header.scenarioHash)")
    }
    if header.engineVersion != EngineVersion.current {
      Terminal.note("warning: engine \(header.engineVersion) wrote the trace, this is \(EngineVersion.current)")
    }
    return try buildModel(document, quiet: true)
  }

  private func conclude(_ result: RunResult, _ comparison: TraceComparison, _ reader: TraceReader) throws {
    if let divergence = comparison.divergence {
      try Terminal.out(DivergenceText(divergence, comparison.matched, reader).text())
      throw Failure(.notDeterministic, "record \(grouped(comparison.matched + 1)) differs from the trace")
    }
    if let reason = result.trace?.incomplete { throw Failure(.traceBad, reason) }
    if Interrupt.isRequested {
      throw Failure(.interrupted, "interrupted; \(grouped(comparison.matched)) records agree up to here")
    }
    let recorded = reader.footer?.fingerprint ?? ""
    guard recorded == result.fingerprint.text else {
      throw Failure(
        .notDeterministic,
        "all records agree, but the run's fingerprint is \(result.fingerprint.text) and the trace says \(recorded)")
    }
    try Terminal.out(agreement(result, comparison))
  }

  private func agreement(_ result: RunResult, _ comparison: TraceComparison) -> String {
    let matched = comparison.matched
    var table = Table([.text("trace"), .number("records"), .text("equal"), .text("fingerprint")])
    table.add(path, grouped(matched), "yes", result.fingerprint.text)
    switch format {
    case .text: return "\(grouped(matched)) records agree, fingerprint \(result.fingerprint.text)\n"
    case .csv: return table.csv()
    case .md: return table.markdown()
    case .json:
      let document: JSONValue = [
        "schema": .integer(1), "path": .string(path), "records": .integer(matched), "equal": true,
        "fingerprint": .string(result.fingerprint.text),
      ]
      return document.text()
    }
  }
}
