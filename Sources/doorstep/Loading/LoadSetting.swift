import Foundation
import Kernel
import LoadTesting
import Logistics
import Reporting
import TraceFormat

/// What a load's options come to: a plan and its figures.
struct LoadSetting {
  private(set) var plan: LoadPlan
  private(set) var figures = PlanFigures()
  /// What is worth saying before it begins.
  private(set) var notes: [String] = []
  /// A trace that was simulated for this load.
  private var made: String?

  init(_ load: Load) throws {
    do { plan = try Self.bare(load) } catch { throw Self.failure(error) }
    do { try fill(load) } catch {
      discard()
      throw Self.failure(error)
    }
  }

  /// A plan of nothing, to a target that is allowed.
  private static func bare(_ load: Load) throws -> LoadPlan {
    let target = try LoadTarget(load.target)
    guard load.allowHost.contains(target.host) || target.isLoopback else {
      throw Failure(
        .usage, "host \"\(target.host)\" is not loopback", help: "name a host that is yours with --allow-host")
    }
    var plan = LoadPlan(
      target: target, source: NoStarts(), map: try map(load, path: target.path), seed: load.seed,
      connections: load.connections, timeout: SimDuration(seconds: load.timeout))
    if load.source != nil || load.map != nil || load.recorded != nil { plan.prefix = try target.prefix() }
    if target.isSecure { plan.security = try TransportSecurity(authorities: load.ca) }
    plan.isLoopbackOnly = !load.allowHost.contains(target.host)
    plan.gates = try load.thresholds.map { try LoadGate($0) }
    plan.isBusy = load.busy
    plan.abortsOnFail = load.abortOnFail
    return plan
  }

  private mutating func fill(_ load: Load) throws {
    plan.source = try source(load)
    for gate in plan.gates { try gate.check(steps: plan.map.stepNames, countries: plan.countries) }
    figures = try plan.figures()
    guard figures.requests > 0 else { throw Failure(.nothingSelected, "the load has no request") }
  }

  private static func failure(_ error: any Error) -> any Error {
    switch error {
    case let error as LoadError: Failure(.usage, error.description)
    case let error as TraceError: traceFailure(error)
    default: error
    }
  }

  /// Removes what was made for the load.
  func discard() {
    if let made { try? FileManager.default.removeItem(atPath: made) }
  }

  private static func map(_ load: Load, path: String) throws -> JourneyMap? {
    guard let name = load.map else { return load.source == nil ? nil : .standard }
    if name == "standard" { return .standard }
    do { return try JourneyMap(yaml: try read(name), file: name) } catch let error as MapError {
      Terminal.note(error.description)
      throw Failure(.usage, nil)
    }
  }

  private static func read(_ path: String) throws -> String {
    do { return try String(contentsOfFile: path, encoding: .utf8) } catch {
      throw Failure(.usage, "cannot read \"\(path)\": \(reason(error))")
    }
  }

  /// A recording's text: bytes that are not UTF-8 spoil their own line alone.
  private static func lenient(_ path: String) throws -> String {
    do { return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self) } catch {
      throw Failure(.usage, "cannot read \"\(path)\": \(reason(error))")
    }
  }

  private mutating func source(_ load: Load) throws -> any StartSource {
    if let path = load.recorded {
      let recorded = try RecordedStarts(
        try Self.lenient(path), speed: (load.speed?.factor ?? 1),
        longestGap: load.capGaps.map { SimDuration(seconds: $0) })
      var note = "recording: \(grouped(recorded.lines)) lines in, \(grouped(recorded.requests.count)) requests out"
      if let first = recorded.leftOut.first {
        note += ", \(grouped(recorded.leftOut.count)) left out, the first in line \(first)"
      }
      notes.append(note)
      return recorded
    }
    guard let path = load.source else {
      let shape = try LoadStages.shape(load.stages ?? "\(load.rate ?? "0")/\(load.length ?? 10)s")
      try LoadLimits().check(shape)
      return ShapeStarts(shape, poisson: load.poisson ? load.seed : nil)
    }
    let reader = try openTrace(TraceReader.isTraceOrEmpty(path: path) ? path : simulate(path, load))
    if !reader.losses.isEmpty { notes.append("warning: the trace is damaged; what can be read of it is sent") }
    var window = TraceStarts.Window()
    (window.speed, window.scale) = ((load.speed?.factor ?? 1), load.scale.share)
    window.from = load.window.map { $0.from.microseconds - reader.header.epoch }
    window.to = load.window.map { $0.to.microseconds - reader.header.epoch }
    return try TraceStarts(reader, window, seed: load.seed)
  }

  /// Simulates a scenario up to the window's end into a trace that lasts as long as the load.
  private mutating func simulate(_ path: String, _ load: Load) throws -> String {
    let kinds = ["record.kinds=[cohortTick, checkoutStart]"]
    let loaded = try loadPlacedScenario(path, overrides: load.overrides.overrides + kinds, quiet: load.quiet)
    var options = SimulationOptions()
    options.seed = loaded.model.seed
    let file = URL.temporaryDirectory.appending(path: "doorstep-load-\(UUID().uuidString).trace.zst").path()
    made = file
    guard let sink = try openSink(file, loaded, options, out: nil) else {
      throw Failure(.nothingSelected, "the scenario keeps no records")
    }
    let end = load.window?.to
    _ = execute(loaded.model, options, sink: sink, quiet: load.quiet) { progress in
      end.map { progress.simulated > $0 } ?? false
    }
    if Interrupt.isRequested { throw Failure(.interrupted, "interrupted before anything was sent") }
    return file
  }
}

private struct NoStarts: StartSource, StartStream {
  func starts() -> any StartStream { self }
  func next() -> SessionStart? { nil }
}
