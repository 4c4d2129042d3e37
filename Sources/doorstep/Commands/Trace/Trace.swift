import ArgumentParser
import Foundation
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
  switch error {
  case .system, .notAFile: return Failure(.usage, "\(error)")
  default: return Failure(.traceBad, "\(error)")
  }
}

/// Says on standard error what of a trace is lost, and fails when anything is.
func failOnLosses(_ losses: [TraceLoss], _ reader: TraceReader) throws {
  guard !losses.isEmpty else { return }
  for loss in losses { Terminal.note(loss.text(epoch: reader.header.epoch)) }
  throw Failure(
    .traceBad, "\"\(reader.path)\" is damaged or incomplete; what could be read is above",
    help: recovery(of: reader.path))
}

/// The command that makes a whole file of a damaged one, as it can be typed.
func recovery(of path: String) -> String {
  "doorstep trace recover \(shellQuoted(path)) \(shellQuoted(TraceRecovery.freeTarget(for: path)))"
}

/// Refuses to write over the file that is being read, by whatever name, and over one that exists unless asked to.
func checkTarget(_ target: String, from source: String, force: Bool) throws {
  // A new file is made under a provisional name first, which must not be that of the source either.
  if isSameFile(target, source) || isSameFile(target + ".new", source) {
    throw Failure(
      .usage, "\"\(target)\" is written from \"\(source)\" and cannot take its place", help: "name another file")
  }
  guard !force, access(target, F_OK) == 0 else { return }
  throw Failure(.usage, "\"\(target)\" exists", help: "name another file, or add --force")
}

/// Whether two names lead to one file, also through links.
private func isSameFile(_ a: String, _ b: String) -> Bool {
  func place(_ path: String) -> [Int]? {
    let file = URL(filePath: path).resolvingSymlinksInPath().path
    guard let facts = try? FileManager.default.attributesOfItem(atPath: file) else { return nil }
    return [facts[.systemNumber], facts[.systemFileNumber]].compactMap { $0 as? Int }
  }
  guard let first = place(a), let second = place(b) else { return false }
  return first.count == 2 && first == second
}
