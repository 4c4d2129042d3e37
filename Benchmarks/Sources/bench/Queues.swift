import CReference
import Kernel

/// Queueing models through the whole engine; an operation is a customer.
func queueMeasurements(_ options: Options) -> [Measurement] {
  let customers = options.quick ? 100_000 : 300_000
  let rounds = options.quick ? 3 : 21
  let seconds = Double(customers) / 0.9
  var measurements: [Measurement] = []
  if options.selects("mm1") {
    let queue = Continued(Engine([SingleServer(load: 0.9)], lookahead: .seconds(1), windowLimit: .days(1)))
    let ours = Workload(operations: customers) { queue.run(seconds: seconds) }
    let reference = Workload(operations: customers) { _ = mm1_run(customers, 0.9, 1) }
    measurements.append(
      compare("mm1", n: customers, rounds: rounds, ours: ours, reference: "C binary heap", reference))
    let profiled = Continued(
      Engine([SingleServer(load: 0.9)], lookahead: .seconds(1), windowLimit: .days(1), profile: true))
    measurements.append(
      compare(
        "mm1/profile", n: customers, rounds: rounds,
        ours: Workload(operations: customers) { profiled.run(seconds: seconds) }, reference: "no profile", ours))
    let peer = Peer.simpy("mm1", size: 0, operations: customers / 10)
    if let row = compare("mm1", n: customers, rounds: 3, ours: ours, peer) { measurements.append(row) }
  }
  if options.selects("tandem") {
    let tandem = Continued(Engine([Tandem()], lookahead: .seconds(1), windowLimit: .days(1)))
    let ours = Workload(operations: customers) { tandem.run(seconds: seconds) }
    let peer = Peer.simpy("tandem", size: 0, operations: customers / 20)
    measurements.append(
      compare("tandem", n: customers, rounds: rounds, ours: ours, peer)
        ?? compare("tandem", n: customers, rounds: rounds, ours: ours, reference: "none", nil))
  }
  return measurements
}
