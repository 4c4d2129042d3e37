import Experiments
import Kernel
import Logistics
import Scenario

/// Where checkpoints go: with the results, else with the trace, else here.
func checkpointFolder(out: String?, trace: String?) -> String { out ?? trace.map { folder(of: $0) } ?? "" }

/// Writes the checkpoint of a run that stands at a mark.
///
/// - Throws: ``Failure`` with ``ExitCode/usage`` when it cannot be written.
func writeCheckpoint(
  of loaded: LoadedScenario, _ options: SimulationOptions, _ mark: RunMark, in folder: String
) throws(Failure) {
  let checkpoint = Checkpoint(
    scenario: loaded.document.resolvedYAML(inFolder: folder), scenarioName: loaded.model.name,
    scenarioHash: loaded.model.hash, seed: options.seed ?? loaded.model.seed, replication: options.replication,
    mark: mark)
  let path = folder.isEmpty ? checkpoint.fileName : folder + "/" + checkpoint.fileName
  do { try checkpoint.write(to: path) } catch {
    throw Failure(
      .usage, "cannot write checkpoint \"\(path)\": \(error)",
      help: "make room, or name another folder with --out; earlier checkpoints are untouched")
  }
}

/// Reads a checkpoint.
///
/// - Throws: ``Failure`` with ``ExitCode/usage`` when there is no such file, ``ExitCode/traceBad`` when it cannot be used.
func readCheckpoint(_ path: String) throws(Failure) -> Checkpoint {
  do { return try Checkpoint(path: path) } catch {
    let message = "cannot continue from \"\(path)\": \(error)"
    switch error {
    case .file: throw Failure(.usage, message, help: "name a file that `doorstep run --checkpoint` wrote")
    case .foreign, .damaged: throw Failure(.traceBad, message, help: "write it again with `doorstep run --checkpoint`")
    case .otherSchema, .otherEngine:
      throw Failure(.traceBad, message, help: "continue with that version, or run its scenario again")
    }
  }
}
