import ArgumentParser
import Foundation

/// How many threads execute regions.
struct ThreadsOption: ParsableArguments {
  @Option(
    name: .customLong("threads"), parsing: .unconditional,
    help: "Threads; they change the speed and nothing else. (default: the processors this process may use)",
    transform: wholeNumber(in: 1...most))
  var asked: Int?

  /// The number asked for, or one for each processor that this process may use.
  var count: Int { asked ?? min(Self.most, max(1, ProcessInfo.processInfo.activeProcessorCount)) }

  private static let most = 1_024
}
