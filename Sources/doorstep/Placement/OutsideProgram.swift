import Foundation
import Logistics
import Scenario

/// Runs a program outside, with a text on its standard input and a limit on its time.
struct OutsideProgram {
  let words: [String]
  /// The folder it runs in, and that a path to it is relative to.
  let folder: String
  let timeLimitSeconds: Double
  /// Where the scenario names it.
  let mark: Mark

  /// What it printed.
  ///
  /// - Throws: `Diagnostics` when it cannot be started, takes too long or fails.
  func answer(to question: String) throws(Diagnostics) -> Data {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "doorstep-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    do {
      try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
      try question.write(to: scratch.appending(path: "in"), atomically: false, encoding: .utf8)
      for name in ["out", "err"] { try Data().write(to: scratch.appending(path: name)) }
      return try run(scratch)
    } catch let problems as Diagnostics {
      throw problems
    } catch {
      throw problem("\"\(words[0])\" cannot be started: \(error.localizedDescription)", "check placement.exec")
    }
  }

  /// Runs it with files in place of pipes, so that nobody waits for a reader.
  private func run(_ scratch: URL) throws -> Data {
    guard let executable else {
      throw problem(
        "\"\(words[0])\" cannot be started: there is no such program",
        "write a path from the scenario's folder, or a name that the PATH has")
    }
    let process = Process()
    process.executableURL = executable
    process.arguments = Array(words.dropFirst())
    if !folder.isEmpty { process.currentDirectoryURL = URL(filePath: folder) }
    process.standardInput = try FileHandle(forReadingFrom: scratch.appending(path: "in"))
    process.standardOutput = try FileHandle(forWritingTo: scratch.appending(path: "out"))
    process.standardError = try FileHandle(forWritingTo: scratch.appending(path: "err"))
    try process.run()
    let end = Host.seconds() + timeLimitSeconds
    while process.isRunning, Host.seconds() < end { Thread.sleep(forTimeInterval: 0.005) }
    if process.isRunning {
      stop(process)
      throw problem(
        "\"\(words[0])\" took longer than \((timeLimitSeconds * 1_000).rounded() / 1_000) s",
        "raise placement.timeLimit, or make the program faster")
    }
    guard process.terminationStatus == 0, process.terminationReason == .exit else {
      let said = (try? String(contentsOf: scratch.appending(path: "err"), encoding: .utf8)) ?? ""
      let last = said.split(separator: "\n").last.map { ": \($0.prefix(200))" } ?? ""
      throw problem(
        "\"\(words[0])\" failed with status \(process.terminationStatus)\(last)",
        "run it by hand with a request on its standard input")
    }
    return try Data(contentsOf: scratch.appending(path: "out"))
  }

  /// Asks the program and what it started to end, and ends them when they do not within a second. `Process` makes every
  /// program the leader of a group of its own; one that left the group is not waited for.
  private func stop(_ process: Process) {
    let group = -process.processIdentifier
    for signal in [SIGTERM, SIGKILL] where process.isRunning {
      kill(group, signal)
      let end = Host.seconds() + 1
      while process.isRunning, Host.seconds() < end { Thread.sleep(forTimeInterval: 0.005) }
    }
  }

  private var executable: URL? {
    func usable(_ path: String) -> URL? {
      FileManager.default.isExecutableFile(atPath: path) ? URL(filePath: path) : nil
    }
    if words[0].contains("/") {
      return usable(words[0].hasPrefix("/") || folder.isEmpty ? words[0] : folder + "/" + words[0])
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").lazy.compactMap { usable("\($0)/\(words[0])") }.first
  }

  private func problem(_ message: String, _ help: String) -> Diagnostics {
    var problems = Diagnostics()
    problems.error(at: mark, message, help: help)
    return problems
  }
}
