internal import Glibc

/// Why a trace could not be written or read.
public enum TraceError: Error, Hashable, Sendable {
  /// The operating system refused: what was asked, of which file, and its error number.
  case system(operation: String, path: String, code: Int32)
  /// There is a folder, a pipe or a device where a file must be.
  case notAFile(path: String)
  /// Writing failed part way; what was written up to then is kept where `kept` says.
  case writeFailed(path: String, code: Int32, kept: String, records: Int)
  /// The header breaks a rule of the format.
  case invalidHeader(String)
  /// A record names a kind that the header does not list.
  case unknownKind(UInt16)
  /// A record has a value in a slot that its kind does not declare.
  case undeclaredField(kind: String, slot: TraceSlot)
  /// A region's record is earlier than the one before it.
  case timeWentBack(region: UInt16, time: Int64, previous: Int64)
  /// The writer was already finished or abandoned.
  case closed(path: String)
  /// The file does not start like a trace.
  case notATrace(path: String)
  /// The file is of a version that this reader does not know.
  case unsupportedVersion(path: String, version: Int)
  /// The header is damaged, so nothing in the file can be interpreted.
  case headerDamaged(path: String)
  /// A block fails its checks.
  case blockDamaged(sequence: UInt64, reason: String)
  /// There is no undamaged record to recover.
  case nothingToRecover(path: String)
}

extension TraceError: CustomStringConvertible {
  /// One line that says what is wrong, and a `help:` line where there is a way on.
  public var description: String {
    switch self {
    case .system(let operation, let path, let code):
      "cannot \(operation) \"\(path)\": \(Self.text(code))"
    case .notAFile(let path): "\"\(path)\" is not a regular file"
    case .writeFailed(let path, let code, let kept, let records):
      """
      cannot write trace "\(path)": \(Self.text(code)); the first \(records) records are kept in "\(kept)"
        help: doorstep trace recover \(shellQuoted(kept)) \(shellQuoted(TraceRecovery.freeTarget(for: kept)))
      """
    case .invalidHeader(let reason): "trace header: \(reason)"
    case .unknownKind(let id): "record of kind \(id), which the trace header does not list"
    case .undeclaredField(let kind, let slot):
      "record of kind \"\(kind)\" has a value in its undeclared field \"\(slot)\""
    case .timeWentBack(let region, let time, let previous):
      "record of region \(region) at \(time) us, after one at \(previous) us"
    case .closed(let path): "trace \"\(path)\" is already closed"
    case .notATrace(let path): "\"\(path)\" is not a trace"
    case .unsupportedVersion(let path, let version):
      "\"\(path)\" is a trace of version \(version), unknown to this reader"
    case .headerDamaged(let path): "\"\(path)\": the trace's header is damaged, so its records cannot be interpreted"
    case .blockDamaged(let sequence, let reason): "block \(sequence) is damaged: \(reason)"
    case .nothingToRecover(let path): "\"\(path)\": no undamaged record to recover"
    }
  }

  static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
