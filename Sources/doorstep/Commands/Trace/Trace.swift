import ArgumentParser
@preconcurrency import Glibc
import TraceFormat

/// Reads, checks, repairs and converts traces.
struct Trace: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Read, check, repair and convert traces.",
    subcommands: [
      TraceInfoCommand.self, TraceVerifyCommand.self, TraceRecoverCommand.self, TraceCutCommand.self,
      TraceOrderCommand.self, TraceExportCommand.self,
    ])

  static let examples = [
    Example("doorstep trace info run.trace.zst", "What a trace holds and what its bytes are spent on."),
    Example("doorstep trace verify run.trace.zst", "Check every byte of it."),
  ]
}

/// Opens a trace.
///
/// - Throws: ``Failure`` with ``ExitCode/usage`` when there is no such file, ``ExitCode/traceBad`` when it is no trace.
func openTrace(_ path: String) throws -> TraceReader {
  do { return try TraceReader(path: path) } catch { throw traceFailure(error) }
}

/// What a trace error means for the exit code: 2 for a file that cannot be opened or written, 11 for a bad one.
func traceFailure(_ error: any Error) -> Failure {
  guard let error = error as? TraceError else { return Failure(.internalError, "\(error)") }
  if case .system = error { return Failure(.usage, "\(error)") }
  return Failure(.traceBad, "\(error)")
}

/// Says on standard error what of a trace is lost, and fails when anything is.
func failOnLosses(_ losses: [TraceLoss], _ path: String) throws {
  guard !losses.isEmpty else { return }
  for loss in losses { Terminal.note("lost: \(loss.description)") }
  throw Failure(
    .traceBad, "\"\(path)\" is damaged or incomplete; what could be read is above",
    help: "doorstep trace recover \(shellQuoted(path)) recovered.trace.zst")
}

/// Refuses to write over the file that is being read, and over one that exists unless asked to.
func checkTarget(_ target: String, force: Bool) throws {
  guard !force, access(target, F_OK) == 0 else { return }
  throw Failure(.usage, "\"\(target)\" exists", help: "name another file, or add --force")
}
