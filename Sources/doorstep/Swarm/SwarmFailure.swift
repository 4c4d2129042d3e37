@_spi(Testing) import Experiments
import Foundation
@_spi(Testing) import Logistics
import Scenario
import TraceFormat

/// A failing world, made small.
struct SwarmFailure {
  let number: Int
  let failure: WorldReport.Failure
  /// The scenario file.
  let path: String
  /// Lines of the file, and of the world before.
  let lines: (after: Int, before: Int)
  let attempts: Int

  /// The command that makes it fail again.
  var command: String { "doorstep swarm --scenario \(shellQuoted(path))" }
}

extension WorldReport.Failure {
  /// How the command ends because of it.
  var exitCode: ExitCode {
    switch trouble {
    case .crash, .hang, .invariant, .audit: .invariantBroken
    case .notDeterministic, .notRandom: .notDeterministic
    case .refused: .scenarioInvalid
    }
  }

  /// What happened, in one line.
  var sentence: String {
    switch trouble {
    case .crash: "the model trapped: \(details)"
    case .hang: "the run does not end: \(details)"
    case .invariant: "model invariant broken: \(details)"
    case .audit: details.isEmpty ? "the records say: \(law)" : "the records say: \(law): \(details)"
    case .notDeterministic: "not deterministic: \(details)"
    case .notRandom: "not random: \(details)"
    case .refused: "not accepted: \(details)"
    }
  }
}

/// Turns a failing world into a small scenario file.
struct SwarmShrinker {
  let seed: UInt64
  let number: Int
  let failure: WorldReport.Failure
  let scratch: URL

  /// Writes the smallest scenario found that fails in the same way, by an instant of the host's clock.
  func write(into folder: String?, mostAttempts: Int, timeLimit: Double, deadline: Double?) throws -> SwarmFailure {
    let world = SwarmWorld(seed: seed, number: number)
    let bug = try Sabotage.asked(quiet: true)
    let mayDie = failure.trouble == .crash || failure.trouble == .hang
    var shrinker = ScenarioShrinker(mostAttempts: failure.trouble == .hang ? min(30, mostAttempts) : mostAttempts) {
      candidate in
      let left = deadline.map { $0 - Host.seconds() } ?? timeLimit
      guard !Interrupt.isRequested, left > 0, candidate != world.scenario else { return false }
      let report = mayDie ? self.inChild(candidate, timeLimit: min(timeLimit, left)) : self.here(candidate, bug)
      return report?.failure?.isLike(failure) ?? false
    }
    let small = shrinker.shrink(world.scenario)
    let name = "swarm-\(String(seed, radix: 16))-\(number).yaml"
    let path = folder.map { $0 + "/" + name } ?? name
    do {
      if let folder { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
      let head =
        "# World \(number) of the swarm with seed \(String(seed, radix: 16)), made smaller.\n"
        + "# \(failure.sentence.split(separator: "\n").first ?? "")\n#\n#   doorstep swarm --scenario \(shellQuoted(path))\n"
      try writeFile(head + small.yaml, to: path)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.usage, "cannot write \"\(path)\": \(error.localizedDescription)", help: "choose another --out")
    }
    return SwarmFailure(
      number: number, failure: failure, path: path, lines: (lines(small), lines(world.scenario)),
      attempts: shrinker.attempts)
  }

  private func lines(_ scenario: Written) -> Int { scenario.yaml.split(separator: "\n").count }

  private func here(_ candidate: Written, _ bug: PlantedBug?) -> WorldReport? {
    var check = WorldCheck(folder: scratch.path)
    check.plantedBug = bug
    return check.check(candidate.yaml)
  }

  /// A candidate that may end its process is checked in a child.
  private func inChild(_ candidate: Written, timeLimit: Double) -> WorldReport? {
    let file = scratch.appending(path: "candidate.yaml")
    guard (try? candidate.yaml.write(to: file, atomically: false, encoding: .utf8)) != nil else { return nil }
    var crew = SwarmCrew(seed: seed, workers: 1)
    crew.timeLimit = timeLimit
    crew.numbers = 0..<1
    crew.arguments = ["--scenario", file.path]
    return try? crew.run(scratch) { _ in }.first
  }
}
