import Foundation
import Testing

/// How a command ended, and what it wrote.
struct Outcome {
  let code: Int32
  let out: String
  let err: String

  /// The last line of standard error: the command that reproduces a failure.
  var lastErrorLine: String { err.split(separator: "\n").last.map(String.init) ?? "" }
}

/// The built command, as users start it, in a folder of its own.
struct Tool {
  /// The folder it runs in.
  let folder: URL

  /// The repository these tests were built from.
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The command beside this test's own binary, so that nothing is built twice.
  static let binary: URL = {
    let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appending(path: "doorstep")
  }()

  /// Starts the command and waits for it.
  func callAsFunction(_ arguments: String..., shell prefix: String? = nil) throws -> Outcome {
    try wait(for: start(arguments, shell: prefix))
  }

  /// Starts the command with a list of arguments and waits for it.
  func run(_ arguments: [String]) throws -> Outcome { try wait(for: start(arguments)) }

  /// A command that is running.
  struct Running {
    let process: Process
    let out: URL
    let err: URL
  }

  /// Starts the command; `shell` is a shell command to run before it in the same process, such as `ulimit -f 8`.
  func start(_ arguments: [String], shell prefix: String? = nil) throws -> Running {
    let process = Process()
    if let prefix {
      process.executableURL = URL(filePath: "/bin/bash")
      process.arguments = ["-c", "\(prefix); exec \"$0\" \"$@\"", Self.binary.path] + arguments
    } else {
      process.executableURL = Self.binary
      process.arguments = arguments
    }
    process.currentDirectoryURL = folder
    let name = UUID().uuidString
    let out = folder.appending(path: ".out-\(name)")
    let err = folder.appending(path: ".err-\(name)")
    for file in [out, err] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return Running(process: process, out: out, err: err)
  }

  /// Waits for the end and collects what was written.
  func wait(for running: Running) throws -> Outcome {
    running.process.waitUntilExit()
    let killed = running.process.terminationReason == .uncaughtSignal
    let code = running.process.terminationStatus
    return Outcome(
      code: killed ? 1_000 + code : code, out: try String(contentsOf: running.out, encoding: .utf8),
      err: try String(contentsOf: running.err, encoding: .utf8))
  }

  /// Writes a file in the folder.
  func write(_ text: String, to name: String) throws {
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  /// The bytes of a file in the folder.
  func bytes(of name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  /// Whether the folder has a file.
  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: name).path) }
}

/// Runs a test in a fresh folder with the repository's scenarios in it.
func withTool(_ body: (Tool) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "doorstep-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try FileManager.default.createSymbolicLink(
    at: folder.appending(path: "scenarios"), withDestinationURL: Tool.repository.appending(path: "scenarios"))
  #expect(FileManager.default.isExecutableFile(atPath: Tool.binary.path), "no binary at \(Tool.binary.path)")
  try body(Tool(folder: folder))
}

/// A run of a few simulated days: enough for every record, quick enough for a test.
let smoke = "scenarios/ci-smoke.yaml"
let short = ["--set", "end=2026-11-30T00:00:00Z"]

/// Compares with a file of this test's `Golden` folder; `RECORD=1` writes the file instead.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
  let file = folder.appending(path: name)
  if ProcessInfo.processInfo.environment["RECORD"] != nil {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }
  let recorded = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  guard text != recorded else { return }
  let pairs = zip(text.split(separator: "\n"), recorded.split(separator: "\n"))
  let first = pairs.first { $0 != $1 }
  Issue.record(
    "\(name) changed; first difference: \"\(first?.0 ?? "")\" was \"\(first?.1 ?? "")\"; RECORD=1 swift test updates it",
    sourceLocation: sourceLocation)
}
