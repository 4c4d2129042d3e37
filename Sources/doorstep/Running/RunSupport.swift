import Kernel
import Logistics
import Scenario

/// A scenario that was read and resolved.
struct LoadedScenario {
  var document: ScenarioDocument
  var model: Model
}

/// Reads a scenario and resolves it to a model; warnings go to standard error.
///
/// - Throws: `Diagnostics` with all that is wrong.
func loadScenario(_ path: String, overrides: [String], quiet: Bool = false) throws -> LoadedScenario {
  let document = try Model.document(path: path, overrides: overrides)
  return LoadedScenario(document: document, model: try buildModel(document, quiet: quiet))
}

/// Reads a scenario as ``loadScenario(_:overrides:quiet:)`` does, and asks its placement program where it has one.
///
/// The answer becomes part of the scenario, so that its hash and a trace's header hold it: whoever replays asks nobody.
func loadPlacedScenario(_ path: String, overrides: [String], quiet: Bool) throws -> LoadedScenario {
  let document = try Model.document(path: path, overrides: overrides)
  let model = try Model.build(document)
  guard let request = model.placementRequest else {
    if !quiet && !model.warnings.isEmpty { Terminal.note("\(model.warnings)") }
    return LoadedScenario(document: document, model: model)
  }
  let program = OutsideProgram(
    words: request.words, folder: folder(of: path), timeLimitSeconds: request.timeLimitSeconds, mark: request.mark)
  let exchange = PlacementExchange(request: request)
  let placed = try exchange.overrides(answer: try program.answer(to: exchange.question))
  return try loadScenario(path, overrides: overrides + placed, quiet: quiet)
}

/// The folder of a file; empty for a bare name.
func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "" }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Resolves a scenario to a model; warnings go to standard error.
func buildModel(_ document: ScenarioDocument, quiet: Bool) throws -> Model {
  let model = try Model.build(document)
  if !quiet && !model.warnings.isEmpty { Terminal.note("\(model.warnings)") }
  return model
}

/// What names a run before it begins: the head of its output.
func identity(_ model: Model, _ options: SimulationOptions) -> RunIdentity {
  var identity = RunIdentity()
  identity.scenarioName = model.name
  identity.scenarioHash = model.hash
  identity.seed = options.seed ?? model.seed
  identity.replication = options.replication
  identity.threads = options.threads
  return identity
}

/// Runs a model with a progress line; the first signal stops it early.
func execute(
  _ model: Model, _ options: SimulationOptions, sink: (any TraceSink)?, quiet: Bool,
  until stop: (Progress) -> Bool = { _ in false }
) -> RunResult {
  execute(Simulation(model, options, sink: sink), quiet: quiet) { simulation, goesOn in
    simulation.run { goesOn($0) && !stop($0) }
  }
}

/// Does some work with a simulation under a progress line; what it asks whether to go on is false after the first signal.
func execute(
  _ simulation: Simulation, quiet: Bool, _ work: (Simulation, (Progress) -> Bool) -> RunResult
) -> RunResult {
  var line = ProgressLine(quiet: quiet)
  Interrupt.install()
  var result = work(simulation) { progress in
    line.show(progress)
    return !Interrupt.isRequested
  }
  line.clear()
  result.cost.peakRSSBytes = Host.peakRSSBytes()
  return result
}
