import ArgumentParser
import Foundation

/// How many threads execute regions.
struct ThreadsOption: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: "Threads; they change the speed and nothing else. (default: the processors this process may use)")
  var asked: Int?

  /// The number asked for, or one for each processor that this process may use.
  var count: Int { asked ?? min(Self.most, max(1, ProcessInfo.processInfo.activeProcessorCount)) }

  private static let most = 1_024

  func validate() throws {
    if let asked, !(1...Self.most).contains(asked) { throw ValidationError("--threads must be in 1...\(Self.most).") }
  }
}
