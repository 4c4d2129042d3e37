@preconcurrency import Glibc

/// A peer in another language: a script that measures itself and prints nanoseconds per operation.
struct Peer {
  var name: String
  var command: String

  /// SimPy in the virtual environment that `tools/bench` prepares; nil when it said that there is none.
  static func simpy(_ model: String, size: Int, operations: Int) -> Peer? {
    guard let python = getenv("BENCH_PYTHON"), let script = getenv("BENCH_SIMPY") else { return nil }
    let command = "\(String(cString: python)) \(String(cString: script)) \(model) \(size) \(operations)"
    return Peer(name: "SimPy", command: command)
  }

  /// Runs the script once.
  func measure() -> Double {
    guard let pipe = popen(command, "r") else { fail("cannot run \(command)") }
    var line = [CChar](repeating: 0, count: 128)
    let text = fgets(&line, 127, pipe)
    guard pclose(pipe) == 0, text != nil else { fail("\(command) failed") }
    return strtod(line, nil)
  }
}

/// Runs ours and a peer in turn, and compares medians.
///
/// This process sleeps while the peer runs, so a run that is not counted wakes the processor and fills its caches; the
/// peer times itself after its own start.
func compare(_ name: String, n: Int, rounds: Int, ours: Workload, _ peer: Peer?) -> Measurement? {
  guard let peer else { return nil }
  var times: [Double] = []
  var theirs: [Double] = []
  for _ in 0..<rounds {
    ours.run()
    let start = cpuNanoseconds()
    for _ in 0..<4 { ours.run() }
    times.append((cpuNanoseconds() - start) / Double(4 * ours.operations))
    theirs.append(peer.measure())
  }
  return Measurement(name: name, n: n, ns: times, reference: peer.name, referenceNs: theirs)
}
