import ArgumentParser
import CJemalloc
import Foundation
import Scenario
import TraceFormat

@main enum Main {
  static func main() {
    // A file that grows beyond a limit is an error to report, like a full disk, and no reason to die.
    signal(SIGXFSZ, SIG_IGN)
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  /// Executes a command line and says how it ended.
  static func run(_ arguments: [String]) -> ExitCode {
    do {
      if let path = HelpText.request(in: arguments) {
        try Terminal.out(HelpText.text(for: path))
        return .passed
      }
      var command = try Doorstep.parseAsRoot(arguments)
      try command.run()
      return .passed
    } catch let failure as Failure {
      return report(failure, arguments)
    } catch let problems as Diagnostics {
      Terminal.note("\(problems)")
      return report(Failure(.scenarioInvalid, nil), arguments)
    } catch {
      return report(parsing: error, arguments)
    }
  }

  private static func report(_ failure: Failure, _ arguments: [String]) -> ExitCode {
    for line in failure.lines { Terminal.note(line) }
    let words = ["doorstep"] + arguments + failure.reproducing
    Terminal.note("reproduce: " + words.map(shellQuoted).joined(separator: " "))
    return failure.code
  }

  /// An error of the argument parser, or one that nobody expected.
  private static func report(parsing error: any Error, _ arguments: [String]) -> ExitCode {
    if Doorstep.exitCode(for: error) == .success {
      print(Doorstep.message(for: error))
      return .passed
    }
    let isUsage = Doorstep.exitCode(for: error) == .validationFailure
    let message = Doorstep.fullMessage(for: error)
    let told = message.hasPrefix("Error: ") ? "error: " + message.dropFirst(7) : message
    Terminal.note(isUsage ? told : "error: \(error)")
    return report(Failure(isUsage ? .usage : .internalError, nil), arguments)
  }
}
