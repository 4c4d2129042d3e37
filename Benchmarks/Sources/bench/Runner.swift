import Glibc

/// One line of a report: our CPU time per operation beside a reference measured in the same rounds.
struct Measurement {
  var name: String
  /// The size that was measured: events pending, regions, customers.
  var n: Int
  /// CPU nanoseconds per operation, median of the rounds.
  var ns: Double
  var reference: String
  var referenceNs: Double?

  /// Ours over the reference: the median of the rounds' ratios, which a machine that is busy for a while hardly moves.
  var ratio: Double?

  init(name: String, n: Int, ns: [Double], reference: String, referenceNs: [Double]) {
    self.name = name
    self.n = n
    self.ns = median(ns)
    self.reference = reference
    self.referenceNs = referenceNs.isEmpty ? nil : median(referenceNs)
    ratio = referenceNs.isEmpty ? nil : median(zip(ns, referenceNs).map { $0 / $1 })
  }
}

/// Something that runs a number of operations when asked.
struct Workload {
  var operations: Int
  var run: () -> Void
}

/// CPU time of the process in nanoseconds, all threads.
func cpuNanoseconds() -> Double { clock(CLOCK_PROCESS_CPUTIME_ID) }

/// Time on the wall in nanoseconds.
func wallNanoseconds() -> Double { clock(CLOCK_MONOTONIC) }

private func clock(_ id: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(id, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

func median(_ values: [Double]) -> Double {
  if getenv("MIN") != nil { return values.min()! }
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

/// Runs ours and the reference in turn, after a round that is not counted, and compares medians.
func compare(
  _ name: String, n: Int, rounds: Int, ours: Workload, reference: String, _ theirs: Workload?,
  clock: () -> Double = cpuNanoseconds
) -> Measurement {
  var times: [Double] = []
  var theirTimes: [Double] = []
  for round in 0...rounds {
    for (isOurs, workload) in [(true, ours), (false, theirs)] {
      guard let workload else { continue }
      let start = clock()
      workload.run()
      let perOperation = (clock() - start) / Double(workload.operations)
      if round == 0 { continue }
      if isOurs { times.append(perOperation) } else { theirTimes.append(perOperation) }
    }
  }
  return Measurement(name: name, n: n, ns: times, reference: reference, referenceNs: theirTimes)
}
