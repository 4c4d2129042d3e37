import ArgumentParser
import Foundation
import Kernel
import LoadTesting

/// Sends an open-loop load to a real store.
struct Load: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Send HTTP requests to a store at their intended times, and measure from these.",
    discussion: """
      Open loop: a slow store does not slow the load down. Response times count from the intended start, service times from \
      the send. The plan is printed before it begins. Only loopback is allowed, unless --allow-host names another host.
      """)
  static let examples = [
    Example("doorstep load --target http://127.0.0.1:8080/ --rate 200 --for 10s --dry-run", "Print the plan alone."),
    Example(
      "doorstep load --target http://127.0.0.1:8080/ --stages 10..500/30s,500/1m --poisson --dry-run --format json",
      "Ramp up for 30 s, hold for a minute, at random instants."),
  ]

  @Option(help: ArgumentHelp("Where requests go, as http://HOST:PORT/PATH.", valueName: "url")) var target: String
  @Option(help: ArgumentHelp("Requests per second, such as 200, or a ramp 10..500.", valueName: "rate"))
  var rate: String?
  @Option(
    name: .customLong("for"), help: ArgumentHelp("The length of the load with --rate.", valueName: "time"),
    transform: SwarmSeed.budget)
  var length: Double = 10
  @Option(
    help: ArgumentHelp("Rates with lengths, one behind the other: 10..500/30s,500/1m.", valueName: "list"))
  var stages: String?
  @Flag(help: "Random starts of a Poisson process in place of even ones.") var poisson = false
  @Option(
    parsing: .unconditional, help: "The seed of random starts. (default: 1)", transform: wholeNumber(in: 0...UInt64.max)
  )
  var seed: UInt64 = 1
  @Option(
    parsing: .unconditional, help: "The most connections at once. (default: 64)", transform: wholeNumber(in: 1...20_000)
  )
  var connections: Int = 64
  @Option(
    help: ArgumentHelp("The longest wait for an answer. (default: 10s)", valueName: "time"), transform: SwarmSeed.budget
  )
  var timeout: Double = 10
  @Option(
    help: ArgumentHelp(
      "The run is invalid when the generator is later than this for one request in a hundred. (default: 0.01s)",
      valueName: "time"),
    transform: SwarmSeed.budget)
  var maxLag: Double = 0.01
  @Option(help: ArgumentHelp("Allow this host beside loopback; may be repeated.", valueName: "host"))
  var allowHost: [String] = []
  @Flag(help: "Print the plan and send nothing.") var dryRun = false
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func validate() throws {
    if (rate == nil) == (stages == nil) { throw ValidationError("name either --rate or --stages.") }
  }

  func run() throws {
    let plan = try plan()
    let text = LoadText(plan: plan, seed: poisson ? seed : nil)
    if dryRun { return try Terminal.out(text.plan(format.format)) }
    Interrupt.install()
    if !quiet { Terminal.note(text.sentence) }
    let result: LoadResult
    do {
      result = try plan.run { Interrupt.isRequested }
    } catch {
      throw Failure(.internalError, "the load could not be sent: \(error)")
    }
    try Terminal.out(text.result(result, format.format))
    try conclude(result)
  }

  private func plan() throws -> LoadPlan {
    do {
      let target = try LoadTarget(target)
      guard target.isLoopback || allowHost.contains(target.host) else {
        throw Failure(
          .usage, "host \"\(target.host)\" is not loopback", help: "name a host that is yours with --allow-host")
      }
      let shape = try LoadStages.shape(stages ?? "\(rate ?? "0")/\(length)s")
      try LoadLimits().check(shape)
      let schedule = poisson ? SendSchedule.poisson(shape, seed: seed) : SendSchedule.even(shape)
      guard schedule.count > 0 else { throw Failure(.nothingSelected, "the load has no request") }
      return LoadPlan(
        target: target, schedule: schedule, connections: connections, timeout: SimDuration(seconds: timeout))
    } catch let error as LoadError {
      throw Failure(.usage, error.description)
    }
  }

  private func conclude(_ result: LoadResult) throws {
    var codes: [ExitCode] = []
    var lines: [String] = []
    if result.missedSchedule(by: SimDuration(seconds: maxLag)) {
      codes.append(.loadRunInvalid)
      lines.append("the generator missed its own schedule: the run is invalid")
    }
    if result.wasInterrupted {
      codes.append(.interrupted)
      lines.append("interrupted: \(result.unsent) requests were not sent")
    }
    guard !codes.isEmpty else { return }
    throw Failure(ExitCode.gravest(codes), lines.joined(separator: "\nerror: "))
  }
}

/// Reads `10..500/30s,500/1m`.
enum LoadStages {
  static func shape(_ text: String) throws -> LoadShape {
    try LoadShape(text.split(separator: ",", omittingEmptySubsequences: false).map(stage))
  }

  private static func stage(_ text: Substring) throws -> LoadShape.Stage {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let seconds = try? SwarmSeed.budget(String(parts[1])),
      let ends = try? rates(parts[0])
    else {
      throw Failure(.usage, "stage \"\(text)\" is not a rate and a length", help: "write for example 10..500/30s")
    }
    return LoadShape.Stage(from: ends.from, to: ends.to, length: SimDuration(seconds: seconds))
  }

  private static func rates(_ text: Substring) throws -> (from: Double, to: Double) {
    let ends = text.components(separatedBy: "..").map { Double($0) }
    guard let from = ends.first ?? nil, let to = ends.last ?? nil, ends.count <= 2 else {
      throw Failure(.usage, "\"\(text)\" is no rate")
    }
    return (from, to)
  }
}
