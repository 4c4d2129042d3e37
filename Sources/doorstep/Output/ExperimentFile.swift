import Experiments
import Foundation

/// The results file of an experiment, open for its runs: new, or continued when the user says so.
struct ExperimentFile {
  /// Where it is.
  let path: String
  private let store: ResultsStore

  /// Opens `results.sqlite` in a folder that is made when it is missing; a part of the runs has a file of its own there.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/usage`` when it cannot be written, or has runs of the experiment and `resume` is false.
  init(folder: String, shard: Shard?, experiment: ExperimentRow, resume: Bool) throws {
    let part = shard.map { "-\($0.number)-of-\($0.count)" } ?? ""
    path = folder + "/results\(part).sqlite"
    if folder.isEmpty { throw Failure(.usage, "the output folder has no name", help: "name a folder with --out") }
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw Failure(
        .usage, "cannot write to output folder \"\(folder)\": \(reason(error))", help: "name another folder with --out")
    }
    do {
      store = try ResultsStore(path: path)
      switch try store.standing(of: experiment) {
      case .new: break
      case .begun(let runs):
        guard !resume else { return }
        throw Failure(
          .usage, "\"\(path)\" already has \(runs) run\(runs == 1 ? "" : "s") of this \(experiment.kind)",
          help: "add --resume to go on with them, or name another folder with --out")
      case .changed(let runs):
        let what =
          "\"\(path)\" has \(runs) run\(runs == 1 ? "" : "s") of a \(experiment.kind) of this name that was another one"
        guard resume else {
          throw Failure(
            .usage, what,
            help: "name another folder with --out, or add --resume to use those of its runs that still fit")
        }
        Terminal.note("warning: \(what); those that still fit are used")
      }
    } catch let error as ResultsStoreError {
      throw Self.failure(error)
    }
  }

  /// Does something with the file, whose errors become failures.
  func reporting<Value>(_ body: (ResultsStore) throws(ResultsStoreError) -> Value) throws -> Value {
    do {
      let value = try body(store)
      try store.close()
      return value
    } catch {
      throw Self.failure(error)
    }
  }

  /// Fails when the results of a folder have experiments, which a single run would replace.
  static func refuseToReplace(folder: String) throws {
    let path = folder + "/results.sqlite"
    guard FileManager.default.fileExists(atPath: path), (try? ResultsStore(path: path).hasExperiments()) == true else {
      return
    }
    throw Failure(
      .usage, "\"\(path)\" has runs of experiments, and a single run would replace them",
      help: "name another folder with --out")
  }

  /// A store's error with its exit code.
  static func failure(_ error: ResultsStoreError) -> Failure {
    Failure(
      error.isConflict ? .notDeterministic : .usage, "\(error)",
      help: error.isConflict
        ? "find out which of the two is right by running it again: doorstep run SCENARIO --seed S --replication N"
        : "what was committed stays")
  }
}
