public import Kernel
public import TraceFormat

/// How to run a model.
public struct SimulationOptions: Sendable {
  /// The seed of all random streams; the scenario's own when nil.
  public var seed: UInt64?
  /// The number of the replication: other random numbers, same scenario.
  public var replication: UInt32 = 0
  /// Threads that execute regions; they change the speed and nothing else.
  public var threads = 1
  /// Whether to count events and host time by kind.
  public var profile = false
  /// Seconds on a clock of the host, for progress and cost only; the model never sees it.
  public var hostClock: @Sendable () -> Double = { 0 }
  /// A defect put in on purpose, for tests of the checks.
  @_spi(Testing) public var plantedBug: PlantedBug?

  /// The usual way: one thread, the scenario's seed.
  public init() {}
}

/// Where a run stands.
public struct Progress: Sendable {
  /// The instant reached.
  public var simulated: SimTime
  /// The run's first instant.
  public var start: SimTime
  /// The run's last instant.
  public var end: SimTime
  /// Kernel events executed.
  public var events: Int
  /// Orders placed so far.
  public var ordersPlaced: Int
  /// Orders still on their way.
  public var ordersOpen: Int
  /// Host seconds since the run began.
  public var wallSeconds: Double
}

/// One run of a model: regions in windows, records to a sink, and a result at the end.
public final class Simulation {
  let model: Model
  private let options: SimulationOptions
  private let seed: UInt64
  private var sink: (any TraceSink)?
  private var sinkFailure: String?
  let regions: [ModelRegion]
  let engine: Engine<ModelRegion>
  /// Host seconds when the run began.
  private var began: Double?

  /// Prepares a run; records go to the sink, or only into the fingerprint when there is none.
  public init(_ model: Model, _ options: SimulationOptions = SimulationOptions(), sink: (any TraceSink)? = nil) {
    self.model = model
    self.options = options
    let seed = options.seed ?? model.seed
    self.seed = seed
    self.sink = sink
    let bug = options.plantedBug
    let streams = Streams(seed: seed, replication: bug == .streamReuse ? 0 : options.replication)
    let model = bug?.spoil(model) ?? model
    let disturbances = Disturbances(model.disruptions, streams)
    let pool = sink?.pool
    regions = model.network.regions.indices.map { number in
      let id = RegionID(rawValue: UInt16(number))
      let buffer = TraceBuffer(region: UInt16(number), filter: model.record.filter, pool: pool)
      return ModelRegion(
        RegionState(id: id, model: model, streams: streams, disturbances: disturbances, trace: buffer),
        checkEvery: model.checkEvery)
    }
    engine = Engine(
      regions, lookahead: model.network.lookahead, threads: options.threads, start: model.network.start,
      windowLimit: .hours(1))
  }

  /// A run of another scenario that has taken over this one's sink.
  func heir(_ model: Model) -> Simulation {
    let heir = Simulation(model, own, sink: sink)
    heir.sinkFailure = sinkFailure
    heir.began = began
    sink = nil
    return heir
  }

  /// The options of this run, its seed written out.
  var own: SimulationOptions {
    var options = options
    options.seed = seed
    return options
  }

  /// The header of this run's trace.
  public static func header(of model: Model, seed: UInt64, replication: UInt32) -> TraceHeader {
    TraceHeader(
      scenario: model.resolvedScenario, scenarioHash: model.hash, scenarioName: model.name, seed: seed,
      replication: replication, engineVersion: EngineVersion.current, quantum: model.record.quantum,
      kinds: TraceKinds.all, dictionaries: TraceKinds.dictionaries(model),
      regions: model.network.regions.map(\.code))
  }

  /// Runs to the scenario's end, or until `progress` answers false; a run stopped early keeps what it has.
  ///
  /// A sink that fails does not stop the run: the result says why the trace is incomplete. A run that stopped at a mark goes on
  /// from there.
  public func run(progress: (Progress) -> Bool = { _ in true }) -> RunResult {
    run(marks: [], atMark: { _ in true }, progress: progress)
  }

  /// Runs to the end, and says on the way where the run stands at some instants, which changes nothing.
  ///
  /// - Parameters:
  ///   - marks: The instants, ascending.
  ///   - atMark: Told at each of them; false stops the run there.
  ///   - progress: Told where the run stands after each window.
  public func run(
    marks: [SimTime], atMark: (RunMark) -> Bool, progress: (Progress) -> Bool = { _ in true }
  ) -> RunResult {
    finish(advance(marks: marks, atMark: atMark, progress: progress))
  }

  /// Runs to an instant and says where the run stands there; nil when `progress` stopped it before.
  public func run(to mark: SimTime, progress: (Progress) -> Bool = { _ in true }) -> RunMark? {
    var found: RunMark?
    _ = advance(
      marks: [mark],
      atMark: {
        found = $0
        return false
      }, progress: progress)
    return found
  }

  private func advance(
    marks: [SimTime], atMark: (RunMark) -> Bool, progress: (Progress) -> Bool
  ) -> RunReport {
    guard let bug = options.plantedBug, bug.isInEvents else { return execute(engine, marks, atMark, progress) }
    let sabotaged = Engine(
      regions.map { SabotagedRegion($0, bug) }, lookahead: model.network.lookahead, threads: options.threads,
      start: model.network.start, windowLimit: .hours(1))
    return execute(sabotaged, marks, atMark, progress)
  }

  /// Executes the regions, or what stands before them.
  @inline(__always) private func execute<P: LogicalProcess>(
    _ engine: Engine<P>, _ marks: [SimTime], _ atMark: (RunMark) -> Bool, _ progress: (Progress) -> Bool
  ) -> RunReport {
    let network = model.network
    let began = self.began ?? options.hostClock()
    self.began = began
    return engine.run(
      until: network.end, pauses: marks, atPause: { atMark(RunMark(regions, engine, at: $0)) },
      atWindowEnd: { window in
        flush(all: false)
        return progress(
          Progress(
            simulated: window.end, start: network.start, end: network.end, events: window.events,
            ordersPlaced: ordersPlaced, ordersOpen: ordersOpen, wallSeconds: options.hostClock() - began))
      })
  }

  private func finish(_ report: RunReport) -> RunResult {
    for region in regions {
      region.state.bookHolding(at: report.reached)
      region.checkInvariants()
      region.closeDiary(at: report.reached)
    }
    flush(all: true)
    var result = collect(report)
    result.cost.wallSeconds = options.hostClock() - (began ?? 0)
    result.trace = finishSink(result)
    return result
  }

  private var ordersPlaced: Int { regions.reduce(0) { $0 + Int($1.state.counters.placed) } }
  private var ordersOpen: Int { regions.reduce(0) { $0 + $1.state.orders.count } }

  /// Hands full blocks to the sink, region by region: always at the same simulated times, in the same order.
  private func flush(all: Bool) {
    guard sink != nil else { return }
    for region in regions where all || region.state.trace.hasFullBlocks {
      region.state.trace.takeFull(all: all) { block in
        guard let sink else { return }
        do { try sink.append(block) } catch {
          sinkFailure = "\(error)"
          sink.abandon()
          self.sink = nil
          for region in regions { region.state.trace.stopKeeping() }
        }
      }
    }
  }

  private func finishSink(_ result: RunResult) -> RunTrace? {
    if let sinkFailure {
      var report = RunTrace()
      report.incomplete = sinkFailure
      return report
    }
    do { return try sink?.finish(result) } catch {
      var report = RunTrace()
      report.incomplete = "\(error)"
      return report
    }
  }

  private func collect(_ report: RunReport) -> RunResult {
    var result = RunResult()
    result.identity.scenarioName = model.name
    result.identity.scenarioHash = model.hash
    result.identity.seed = seed
    result.identity.replication = options.replication
    result.identity.threads = options.threads
    result.cost.startMicroseconds = model.network.start.microseconds
    result.cost.endMicroseconds = report.reached.microseconds
    result.cost.events = report.events
    result.interrupted = report.stoppedEarly
    var digest = Digest()
    for region in regions { digest.combine(region.state.trace.digest) }
    result.fingerprint = digest.fingerprint
    ResultCollector(model: model, regions: regions, end: report.reached).fill(&result)
    result.fingerprint.money = result.money.digest
    result.thresholds = model.thresholds.verdicts(result)
    return result
  }
}
