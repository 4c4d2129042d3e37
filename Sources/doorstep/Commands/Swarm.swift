import ArgumentParser
@_spi(Testing) import Experiments
import Foundation
@_spi(Testing) import Logistics
import Reporting
import Scenario

/// Checks random worlds.
struct Swarm: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Check random scenarios against everything that must hold, and shrink what fails.",
    discussion: """
      Worlds are numbered and come from the seed alone. Each runs in a child process, twice and on other threads; its \
      records are audited. A failing world becomes a small scenario file with the command that makes it fail again.
      """)
  static let examples = [
    Example("doorstep swarm --seed 1f --count 4", "Check four worlds."),
    Example("doorstep swarm --seed 1f --world 3", "One of them alone."),
    Example("doorstep swarm --budget 20s --count 2 --format json --quiet", "Whichever bound comes first, for scripts."),
    Example("doorstep swarm --canary", "Plant a bug and find it: a check of the checks."),
  ]

  @Option(
    parsing: .unconditional,
    help: "The seed of all worlds in hexadecimal digits, such as a commit; the first 16 count. (default: 1)",
    transform: SwarmSeed.parse)
  var seed: UInt64 = 1
  @Option(
    parsing: .unconditional, help: "Check this world alone.", transform: wholeNumber(in: 0...1_000_000_000))
  var world: Int?
  @Option(
    parsing: .unconditional, help: "Stop after so many worlds.", transform: wholeNumber(in: 1...1_000_000_000))
  var count: Int?
  @Option(
    parsing: .unconditional, help: "Stop after this time, such as 30s or 10m. (default: 1m without --count)",
    transform: SwarmSeed.budget)
  var budget: Double?
  @Option(
    help: ArgumentHelp("Check this scenario as if it were a world.", valueName: "file")) var scenario: String?
  @Option(help: ArgumentHelp("Where scenarios that fail are written. (default: the working folder)", valueName: "dir"))
  var out: String?
  @Flag(help: "Go on after a failure; scenarios are written for the first failure of each kind.") var keepGoing = false
  @Flag(help: "Plant a bug; the exit code is 0 when it is found and 1 when it is not.") var canary = false
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false
  @Option(help: .hidden) var worker: String?
  @Option(
    parsing: .unconditional, help: "Candidates tried to make a failing scenario smaller. (default: 600)",
    transform: wholeNumber(in: 0...1_000_000))
  var mostAttempts: Int = 600
  @Option(help: .hidden) var timeLimit: Double = 60

  func validate() throws {
    if world != nil, scenario != nil { throw ValidationError("--world and --scenario exclude each other.") }
  }

  func run() throws {
    if let worker { return try work(worker) }
    let scratch = FileManager.default.temporaryDirectory.appending(path: "doorstep-swarm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    Interrupt.install()
    if canary { return try SwarmCanary(seed: seed, workers: threads.count, file: scenario).sing(scratch) }
    _ = try Sabotage.asked()
    if let scenario { return try check(file: scenario, scratch) }
    let crew = crew
    var line = ExperimentProgress(total: world == nil ? count : 1, quiet: quiet)
    let reports = try crew.run(scratch) { line.advance("world \($0.number)") }
    line.clear()
    let failures = try shrunk(reports, scratch, by: crew.deadline)
    try Terminal.out(SwarmText(seed: seed, reports: reports, failures: failures).text(format.format))
    try conclude(reports, failures)
  }

  private var crew: SwarmCrew {
    var crew = SwarmCrew(seed: seed, workers: threads.count, keepsGoing: keepGoing, timeLimit: timeLimit)
    if let world {
      crew.numbers = world..<world + 1
    } else {
      crew.numbers = 0..<(count ?? .max)
      let seconds = budget ?? (count == nil ? 60 : nil)
      crew.deadline = seconds.map { Host.seconds() + $0 }
    }
    return crew
  }

  /// Small scenarios for the first failure of each kind.
  ///
  /// What is left of the budget goes into making them small, and a tenth of it, at least five seconds, if nothing is left.
  private func shrunk(_ reports: [WorldReport], _ scratch: URL, by end: Double?) throws -> [SwarmFailure] {
    var failures: [SwarmFailure] = []
    let grace = Host.seconds() + max(5, 0.1 * (budget ?? 60))
    let deadline = end.map { max($0, grace) }
    for report in reports {
      guard let failure = report.failure, !failures.contains(where: { $0.failure.isLike(failure) }) else { continue }
      if !quiet, Terminal.isLive { Terminal.note("world \(report.number) fails: making it smaller") }
      let shrinker = SwarmShrinker(seed: seed, number: report.number, failure: failure, scratch: scratch)
      failures.append(
        try shrinker.write(into: out, mostAttempts: mostAttempts, timeLimit: timeLimit, deadline: deadline))
    }
    return failures
  }

  /// Checks a file as if it were a world, in a child process.
  private func check(file: String, _ scratch: URL) throws {
    guard FileManager.default.isReadableFile(atPath: file) else {
      throw Failure(.usage, "cannot read \"\(file)\"", help: "name a scenario file")
    }
    var crew = SwarmCrew(seed: seed, workers: 1, timeLimit: timeLimit)
    crew.numbers = 0..<1
    crew.arguments = ["--scenario", file]
    let reports = try crew.run(scratch) { _ in }
    try Terminal.out(SwarmText(seed: seed, file: file, reports: reports).text(format.format))
    try conclude(reports, [])
  }

  private func conclude(_ reports: [WorldReport], _ failures: [SwarmFailure]) throws {
    var codes = reports.compactMap { $0.failure?.exitCode }
    if Interrupt.isRequested { codes.append(.interrupted) }
    guard !codes.isEmpty else {
      if reports.isEmpty { throw Failure(.nothingSelected, "no world was finished in time", help: "give it more time") }
      return
    }
    var lines = failures.map { "world \($0.number) fails: \($0.failure.sentence)" }
    if failures.isEmpty { lines = reports.compactMap { $0.failure?.sentence } }
    if Interrupt.isRequested { lines.append("interrupted after \(reports.count) worlds") }
    var failure = Failure(ExitCode.gravest(codes), lines.joined(separator: "\nerror: "))
    if let first = failures.first, world == nil { failure.help = "run \(first.command)" }
    throw failure
  }

  /// What a child does.
  private func work(_ numbers: String) throws {
    let ends = numbers.split(separator: "-").compactMap { Int($0) }
    guard ends.count == 2, ends[0] <= ends[1] else { throw Failure(.usage, "--worker needs a range") }
    var check = WorldCheck(folder: FileManager.default.temporaryDirectory.path)
    check.plantedBug = try Sabotage.asked()
    try SwarmWorker.work(ends[0]..<ends[1]) { number in
      if let scenario { return check.check((try? String(contentsOfFile: scenario, encoding: .utf8)) ?? "") }
      return check.check(SwarmWorld(seed: seed, number: number))
    }
  }
}

/// Values of the swarm's options.
enum SwarmSeed {
  /// The first 16 hexadecimal digits of a text.
  static func parse(_ text: String) throws -> UInt64 {
    let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
    guard let seed = UInt64(digits.prefix(16), radix: 16), digits.allSatisfy(\.isHexDigit) else {
      throw ValidationError("write hexadecimal digits, for example 1f")
    }
    return seed
  }

  /// Seconds: `30s`, `10m`, `1h`, or as scenarios write durations.
  static func budget(_ text: String) throws -> Double {
    let units: [(String, Double)] = [
      ("min", 60), ("ms", 1e-3), ("us", 1e-6), ("s", 1), ("m", 60), ("h", 3_600),
    ]
    for (unit, seconds) in units where text.hasSuffix(unit) {
      let number = text.dropLast(unit.count).filter { $0 != " " }
      if let number = Double(number), number > 0, number < 1e7 { return number * seconds }
    }
    throw ValidationError("write a time with a unit, for example 30s, 10m or 500ms")
  }
}
