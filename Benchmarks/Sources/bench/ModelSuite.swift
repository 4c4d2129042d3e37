import Glibc
import Logistics
import Scenario

/// The whole model on scenarios/creator-drop.yaml, scaled until it places two million orders: wall time per kernel event,
/// with the trace and without, on one thread and on two, in turn in one process.
func modelSuite(_ options: Options) -> [Measurement] {
  let scale = options.quick ? 0.2 : 12.0
  let model = loadModel(scale: scale)
  let rounds = options.quick ? 1 : 3
  var plain: [ModelTiming] = []
  var traced: [ModelTiming] = []
  var shared: [ModelTiming] = []
  for _ in 0..<rounds {
    plain.append(time(model, threads: 1, isTraced: false))
    traced.append(time(model, threads: 1, isTraced: true))
    shared.append(time(model, threads: 2, isTraced: true))
  }
  let events = traced[0].events
  let orders = traced[0].orders
  precondition((plain + traced + shared).allSatisfy { $0.fingerprint == plain[0].fingerprint }, "runs differ")
  func row(
    _ name: String, _ timings: [ModelTiming], _ reference: String, _ against: [ModelTiming], per count: Int
  ) -> Measurement {
    let perOperation = { (timing: ModelTiming) in timing.seconds * 1e9 / Double(max(1, count)) }
    return Measurement(
      name: name, n: count, ns: timings.map(perOperation), reference: reference, referenceNs: against.map(perOperation))
  }
  return [
    row("model/event/one thread, trace on", traced, "one thread, no trace", plain, per: events),
    row("model/event/two threads, trace on", shared, "one thread, trace on", traced, per: events),
    row("model/order/two threads, trace on", shared, "one thread, trace on", traced, per: orders),
  ].filter { options.selects($0.name) }
}

/// One run's figures.
private struct ModelTiming {
  var seconds: Double
  var events: Int
  var orders: Int
  var fingerprint: UInt64
}

private func loadModel(scale: Double) -> Model {
  let root = getenv("BENCH_ROOT").map { String(cString: $0) } ?? ".."
  do {
    let document = try ScenarioDocument.load(
      path: root + "/scenarios/creator-drop.yaml", overrides: ["scale.all=\(scale)"], schema: ModelSchema.schema)
    return try Model.build(document)
  } catch { fail("\(error)") }
}

private func time(_ model: Model, threads: Int, isTraced: Bool) -> ModelTiming {
  var options = SimulationOptions()
  options.threads = threads
  options.hostClock = { wallNanoseconds() * 1e-9 }
  let path = "/tmp/doorstep-bench-\(getpid()).trace.zst"
  defer { unlink(path) }
  do {
    let header = Simulation.header(of: model, seed: model.seed, replication: 0)
    let sink = isTraced ? try TraceFileSink(path: path, header: header) : nil
    let result = Simulation(model, options, sink: sink).run()
    return ModelTiming(
      seconds: result.cost.wallSeconds, events: result.cost.events, orders: result.orders.placed,
      fingerprint: result.fingerprint.whole)
  } catch { fail("\(error)") }
}
