import ArgumentParser
import Dashboard
import Foundation
import Kernel
import LoadTesting

/// Sends an open-loop load to a real store.
struct Load: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Send HTTP requests to a store at their intended times, and measure from these.",
    discussion: """
      Open loop: a slow store does not slow the load down. Response times count from the intended start, service times from \
      the send. The plan is printed before it begins. Only loopback is allowed, unless --allow-host names another host. \
      Sessions follow journeys: steps with think times, values taken from answers and statuses they expect.
      """)
  static let examples = [
    Example("doorstep load --target http://127.0.0.1:8080/ --rate 200 --for 10s --dry-run", "Print the plan alone."),
    Example(
      "doorstep load --target http://127.0.0.1:8080/ --stages 10..500/30s,500/1m --poisson --dry-run --format json",
      "Ramp up for 30 s, hold for a minute, at random instants."),
    Example(
      "doorstep load scenarios/ci-smoke.yaml --target http://127.0.0.1:8080 --speed 60x --dry-run "
        + "--window 2026-11-27T18:00:00Z..2026-11-27T18:10:00Z", "Ten simulated minutes in ten seconds."),
  ]

  @Argument(help: "A trace, or a scenario that is simulated first: its visits and orders become sessions.")
  var source: String?
  @Option(help: ArgumentHelp("Where requests go, as http://HOST:PORT/PATH or https://…", valueName: "url"))
  var target: String
  @Option(
    help: ArgumentHelp("Certificates in PEM that are trusted beside the system's, for https.", valueName: "file"))
  var ca: String?
  @Option(
    help: ArgumentHelp("Journeys of sessions; `standard` is built in, and the default with a trace.", valueName: "file")
  )
  var map: String?
  @Option(help: ArgumentHelp("Send an access log, or a CSV of time,request.", valueName: "file")) var recorded: String?
  @Option(
    help: ArgumentHelp("Recorded or simulated seconds in a second, such as 10x.", valueName: "factor"))
  var speed: SpeedFactor?
  @Option(help: "The share of the trace's sessions that is sent.") var scale: Percentage = Percentage(
    share: 1)
  @Option(help: ArgumentHelp("The part of the trace that is sent, as FROM..TO.", valueName: "instants"))
  var window: InstantWindow?
  @Option(
    help: ArgumentHelp("Cut longer gaps of a recording to this.", valueName: "time"), transform: SwarmSeed.budget)
  var capGaps: Double?
  @Option(help: ArgumentHelp("Starts per second, such as 200, or a ramp 10..500.", valueName: "rate"))
  var rate: String?
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("The length of the load with --rate. (default: 10s)", valueName: "time"),
    transform: SwarmSeed.budget)
  var length: Double?
  @Option(
    help: ArgumentHelp("Rates with lengths, one behind the other: 10..500/30s,500/1m.", valueName: "list"))
  var stages: String?
  @Flag(help: "Random starts of a Poisson process in place of even ones.") var poisson = false
  @Option(
    parsing: .unconditional, help: "The seed of random starts and choices. (default: 1)",
    transform: wholeNumber(in: 0...UInt64.max)
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
  @Option(
    name: .customLong("threshold"), parsing: .singleValue,
    help: ArgumentHelp(
      "What must hold, such as 'response_p99{step:checkout}<200ms'; may be repeated.", valueName: "gate"))
  var thresholds: [String] = []
  @Flag(help: "Wait by looking at the clock: takes a whole processor, and is on time where timers are late.")
  var busy = false
  @Flag(help: "Stop sending when an upper threshold is broken, after the second second.") var abortOnFail = false
  @Option(
    help: ArgumentHelp(
      "Keep results.sqlite, summary.json, summary.csv, times.hlog, load.html and junit.xml there.", valueName: "dir"))
  var out: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Show charts at http://127.0.0.1:PORT/ while the load runs; 0 takes a free port.", valueName: "port"),
    transform: wholeNumber(in: 0...65_535))
  var page: Int?
  @Option(help: ArgumentHelp("Allow this host beside loopback; may be repeated.", valueName: "host"))
  var allowHost: [String] = []
  @OptionGroup var overrides: OverrideOption
  @Flag(
    help: "Audit the store afterwards, as doorstep audit does, under the scenario's law where the source is a scenario."
  )
  var check = false
  @Flag(help: "Print the plan and send nothing.") var dryRun = false
  @OptionGroup var format: FormatOption
  @Flag(help: "Nothing on standard error but problems.") var quiet = false

  func validate() throws {
    if [rate, stages, source, recorded].count(where: { $0 != nil }) != 1 {
      throw ValidationError("name one of a trace or scenario, --rate, --stages and --recorded.")
    }
    if source == nil, window != nil || scale.share != 1 { throw ValidationError("--window and --scale need a trace.") }
    if rate == nil, length != nil { throw ValidationError("--for needs --rate; --stages have their own lengths.") }
    if poisson, rate == nil, stages == nil { throw ValidationError("--poisson needs --rate or --stages.") }
    if speed != nil, source == nil, recorded == nil { throw ValidationError("--speed needs a trace or --recorded.") }
    if !overrides.overrides.isEmpty, source == nil { throw ValidationError("--set needs a scenario.") }
    if capGaps != nil, recorded == nil { throw ValidationError("--cap-gaps needs --recorded.") }
    if recorded != nil, map != nil { throw ValidationError("--recorded has its own requests; leave out --map.") }
    if ca != nil, !target.hasPrefix("https://") { throw ValidationError("--ca needs a target with https://.") }
    if abortOnFail, thresholds.isEmpty { throw ValidationError("--abort-on-fail needs --threshold.") }
  }

  func run() throws {
    let setting = try LoadSetting(self)
    defer { setting.discard() }
    let text = LoadText(plan: setting.plan, figures: setting.figures, seed: poisson ? seed : nil)
    for note in setting.notes where !quiet { Terminal.note(note) }
    if dryRun { return try Terminal.out(text.plan(format.format)) }
    let folder = try out.map { try OutputFolder($0, expecting: LoadOutcome.files) }
    if check {
      do { try StoreAuditor(target, allowHost: allowHost, authorities: ca).look() } catch {
        folder?.discard()
        throw error
      }
    }
    Interrupt.install()
    if !quiet { Terminal.note(text.sentence) }
    let line = LoadLine(quiet: quiet, planned: setting.figures.requests)
    let page = try livePage(setting)
    defer { page?.stop() }
    let cost = Host.processorSeconds()
    var result: LoadResult
    do {
      result = try setting.plan.run(setting.figures) { progress in
        line.show(progress)
        page?.show(progress.timeline)
        return !Interrupt.isRequested
      }
      line.clear()
    } catch let error as LoadError {
      folder?.discard()
      throw Failure(.usage, error.description)
    } catch {
      folder?.discard()
      throw Failure(.internalError, "the load could not be sent: \(error)")
    }
    page?.show(result.timeline, hasEnded: true)
    var outcome = LoadOutcome(
      result: result, verdicts: setting.plan.gates.map { $0.verdict(result) },
      processorSeconds: Host.processorSeconds() - cost, maxLag: SimDuration(seconds: maxLag))
    if check {
      do { outcome.audit = try checkStore() } catch let failure as Failure { outcome.auditProblem = failure }
    }
    // Told before it is kept: a disk that has become full takes nothing from those who watch.
    try Terminal.out(text.result(outcome, format.format))
    try folder?.publish(LoadOutcome.files) { place in try outcome.keep(text, place) }
    try outcome.conclude()
  }

  /// The page of the load where one is asked for; its address is said.
  private func livePage(_ setting: LoadSetting) throws -> LivePage? {
    guard let port = page else { return nil }
    let page = LivePage(title: setting.plan.target.authority, planned: setting.figures.requests)
    do { Terminal.note("page: http://127.0.0.1:\(try page.start(port: port))/") } catch {
      throw Failure(.usage, "cannot serve a page on port \(port): \(error)", help: "name a free port, or --page 0")
    }
    return page
  }

  /// Audits the store that the load went to.
  private func checkStore() throws -> StoreAudit {
    let isScenario = source.map { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") } ?? false
    let catalogue =
      try isScenario ? storeCatalogue(source ?? "", overrides.overrides, day: nil, units: nil) : nil
    return try StoreAuditor(target, allowHost: allowHost, authorities: ca).audit(
      acknowledged: [], catalogue: catalogue)
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
