import Experiments
import Foundation

/// A child process that checks worlds, so that a trap or an endless loop in the model ends the child and not the swarm.
///
/// It writes `begin N` and `end {…}` lines to a file, which is read while it grows: nobody waits for a reader.
final class SwarmWorker {
  private let process = Process()
  private let out: URL
  private let err: URL
  private var read = 0
  /// The world that it works on, and since when.
  private(set) var current: Int?
  private var since = Host.seconds()

  /// Starts this very program with other arguments.
  init(_ arguments: [String], environment: [String: String], scratch: URL) throws {
    let name = UUID().uuidString
    out = scratch.appending(path: "out-\(name)")
    err = scratch.appending(path: "err-\(name)")
    for file in [out, err] { try Data().write(to: file) }
    process.executableURL = Self.executable
    process.arguments = ["swarm"] + arguments
    // A backtrace takes longer than the world.
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
      .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
  }

  private static let executable: URL = {
    let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return FileManager.default.isExecutableFile(atPath: own.path) ? own : URL(filePath: CommandLine.arguments[0])
  }()

  deinit {
    kill()
    for file in [out, err] { try? FileManager.default.removeItem(at: file) }
  }

  /// Whether it is still there.
  var isRunning: Bool { process.isRunning }
  /// Seconds since it began its world.
  var secondsOnWorld: Double { Host.seconds() - since }

  /// Ends it at once.
  func kill() {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The reports that have come since the last call.
  func reports() -> [WorldReport] {
    guard let handle = try? FileHandle(forReadingFrom: out) else { return [] }
    defer { try? handle.close() }
    try? handle.seek(toOffset: UInt64(read))
    guard let data = try? handle.readToEnd(), let end = data.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let lines = data[data.startIndex...end]
    read += lines.count
    return lines.split(separator: UInt8(ascii: "\n")).compactMap { take(String(decoding: $0, as: UTF8.self)) }
  }

  private func take(_ line: String) -> WorldReport? {
    if line.hasPrefix("begin ") {
      current = Int(line.dropFirst(6))
      since = Host.seconds()
      return nil
    }
    guard line.hasPrefix("end ") else { return nil }
    current = nil
    return try? JSONDecoder().decode(WorldReport.self, from: Data(line.dropFirst(4).utf8))
  }

  /// Why it died in the middle of a world, in the words of the trap.
  func epitaph() -> WorldReport.Failure {
    let text = (try? String(contentsOf: err, encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("warning: ") }
    let line = lines.first { $0.contains("Fatal error: ") || $0.contains(" failed: ") }
    let said = line?.split(separator: ": ").dropFirst().joined(separator: ": ") ?? ""
    let words = said.split(separator: " ").filter { word in !word.contains { $0.isNumber } }.joined(separator: " ")
    let signal =
      process.terminationReason == .uncaughtSignal
      ? "signal \(process.terminationStatus)" : "exit code \(process.terminationStatus)"
    return WorldReport.Failure(
      .crash, law: words.isEmpty ? signal : words,
      details: line.map(String.init)
        ?? (lines.isEmpty ? signal : "\(signal): \(lines.joined(separator: " ").prefix(300))"))
  }

  /// What a child does: checks the worlds of a range and tells what they came to.
  static func work(_ numbers: Range<Int>, _ check: (Int) -> WorldReport) throws {
    for number in numbers {
      try Terminal.out("begin \(number)\n")
      let data = try JSONEncoder().encode(check(number))
      try Terminal.out("end \(String(decoding: data, as: UTF8.self))\n")
    }
  }
}
