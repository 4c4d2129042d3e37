import Dashboard
import Experiments
import Foundation
import Logistics
import Reporting
import Scenario
import TraceFormat

/// The file for the trace of a run; nil when the scenario keeps no records.
///
/// - Parameters:
///   - out: The folder in which other results are kept.
///   - derivation: What the trace is, when a run from the scenario's start would not write it.
func openSink(
  _ path: String, _ loaded: LoadedScenario, _ options: SimulationOptions, out: String?, derivation: String = ""
) throws -> TraceFileSink? {
  guard loaded.model.keepsRecords else {
    Terminal.note("warning: the scenario's record.kinds is none: \"\(path)\" is not written")
    return nil
  }
  let there = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
  if path.isEmpty || (there != nil && there != .typeRegular) {
    throw Failure(
      .usage, "cannot write a trace to \"\(path)\": it is not a regular file",
      help: "name a new file, for example --trace run.trace.zst")
  }
  if there != nil, !TraceReader.isTraceOrEmpty(path: path) {
    throw Failure(
      .usage, "cannot write a trace to \"\(path)\": a file that is no trace stands there",
      help: "name a new file, for example --trace run.trace.zst")
  }
  if let out, resultFiles.contains(where: { isSamePlace(path, out + "/" + $0) }) {
    throw Failure(
      .usage, "cannot write a trace to \"\(path)\": --out keeps another result under this name",
      help: "name another file, for example --trace \(out)/run.trace.zst")
  }
  var header = Simulation.header(
    of: loaded.model, seed: options.seed ?? loaded.model.seed, replication: options.replication)
  header.derivation = derivation
  header.scenario = loaded.document.resolvedYAML(inFolder: folder(of: path))
  do { return try TraceFileSink(path: path, header: header) } catch { throw traceFailure(error) }
}

private func isSamePlace(_ a: String, _ b: String) -> Bool {
  func place(_ path: String) -> String { URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path() }
  return place(a) == place(b)
}

/// A result as a format prints it.
func printed(_ result: RunResult, _ format: OutputFormat) -> String {
  switch format {
  case .text: textSummary(result, withHead: false)
  case .json: runDocument(result).text()
  case .csv: metricTable(result).csv()
  case .md: markdownSummary(result)
  }
}

/// What `--out` keeps.
let resultFiles = [
  "results.sqlite", "scenario.resolved.yaml", "summary.json", "summary.txt", "picture.svg",
  "report.html",
]

/// Makes the files of `--out`.
func keepResults(
  _ result: RunResult, _ loaded: LoadedScenario, in folder: String, _ place: (String) -> String
) throws {
  let store = try ResultsStore(path: place("results.sqlite"))
  try store.add(result, parameters: parameters(of: loaded.document))
  try store.close()
  try writeFile(loaded.document.resolvedYAML(inFolder: folder), to: place("scenario.resolved.yaml"))
  try writeFile(runDocument(result).text(), to: place("summary.json"))
  try writeFile(textSummary(result), to: place("summary.txt"))
  try writeFile(runPicture(result), to: place("picture.svg"))
  try writeFile(runPage(result), to: place("report.html"))
}

/// Fails when something about the result, or about keeping it, calls for another exit code than 0.
func judge(_ result: RunResult, _ unkept: Failure?) throws {
  var codes: [ExitCode] = []
  var messages: [String] = []
  func add(_ code: ExitCode, _ message: String) {
    codes.append(code)
    messages.append(message)
  }
  if let first = result.invariants.violations.first { add(.invariantBroken, "model invariant broken: \(first)") }
  if let reason = result.trace?.incomplete { add(.traceBad, "the trace is incomplete: \(reason)") }
  if let unkept { add(unkept.code, unkept.message ?? "") }
  if result.interrupted { add(.interrupted, "interrupted; the results cover the part that ran") }
  for verdict in result.thresholds {
    switch verdict.outcome {
    case .pass: break
    case .fail: add(.thresholdFailed, "threshold \(sentence(verdict))")
    case .inconclusive: add(.inconclusive, "threshold \(sentence(verdict))")
    case .noSamples: add(.nothingSelected, "threshold \(sentence(verdict))")
    }
  }
  guard !codes.isEmpty else { return }
  throw Failure(ExitCode.gravest(codes), messages.joined(separator: "\nerror: "), help: unkept?.help)
}
