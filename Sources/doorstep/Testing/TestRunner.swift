import Experiments
import Logistics
import Reporting

/// Runs test cases over the cores and asks each what its runs say.
struct TestRunner {
  /// Threads; they change the speed and nothing else.
  let threads: Int
  /// Nothing on standard error.
  let quiet: Bool
  /// Thread counts that a run is done with again.
  static let otherThreads = [2, 3]

  /// Runs all cases; those that an interrupt left unfinished have no judgement.
  func run(_ tests: [TestCase]) -> [CaseOutcome] {
    var outcomes = tests.map { CaseOutcome(test: $0, prepared: $0.prepare()) }
    var results = outcomes.map { [RunResult?](repeating: nil, count: $0.prepared.jobs.count) }
    var places: [(test: Int, job: Int)] = []
    for number in outcomes.indices {
      places += outcomes[number].prepared.jobs.indices.map { (number, $0) }
      let prepared = outcomes[number].prepared
      if prepared.jobs.isEmpty && prepared.work == nil { conclude(&outcomes[number], prepared.judge([])) }
    }
    var progress = ExperimentProgress(total: places.count, quiet: quiet)
    Interrupt.install()
    let pool = RunPool(workers: threads, hostClock: { Host.seconds() })
    pool.run(places.map { outcomes[$0.test].prepared.jobs[$0.job] }, while: { !Interrupt.isRequested }) {
      place, result in
      let (test, job) = places[place]
      results[test][job] = result
      outcomes[test].seconds += result.cost.wallSeconds
      progress.advance(tests[test].name)
      guard results[test].allSatisfy({ $0 != nil }) else { return }
      progress.clear()
      let whole = results[test].compactMap { $0 }
      outcomes[test].runs = whole.count
      outcomes[test].fingerprint = whole[0].fingerprint.text
      conclude(&outcomes[test], outcomes[test].prepared.judge(whole))
      results[test] = []
    }
    progress.clear()
    // Work that finds its runs on the way has all threads for itself.
    for number in outcomes.indices where !Interrupt.isRequested {
      guard let work = outcomes[number].prepared.work else { continue }
      let start = Host.seconds()
      guard let (judgement, runs) = work(pool) else { break }
      outcomes[number].runs = runs
      outcomes[number].seconds = Host.seconds() - start
      conclude(&outcomes[number], judgement)
    }
    return outcomes
  }

  private func conclude(_ outcome: inout CaseOutcome, _ judgement: Judgement) {
    outcome.judgement = judgement
    outcome.findings = judgement.findings
    guard !quiet else { return }
    Terminal.note("\(outcome.word)  \(outcome.test.name)  \(span(seconds: outcome.seconds))")
  }

  /// Runs the first run of a case again with other numbers of threads, and adds what differs.
  ///
  /// - Parameter planted: Whether the second runs get other random numbers, to see that the difference is found.
  func repeatRuns(_ outcome: inout CaseOutcome, planted: Bool = false) {
    guard let job = outcome.prepared.sample, outcome.judgement != nil else { return }
    guard let alone = run(job, threads: 1, replication: job.replication) else { return }
    outcome.seconds += alone.cost.wallSeconds
    for threads in Self.otherThreads {
      guard let other = run(job, threads: threads, replication: job.replication + (planted ? 1 : 0)) else { return }
      outcome.seconds += other.cost.wallSeconds
      let moved = zip(alone.fingerprint.parts, other.fingerprint.parts).filter { $0.text != $1.text }.map(\.0.name)
      guard alone.fingerprint != other.fingerprint else { continue }
      outcome.findings.append(
        Finding(
          code: .notDeterministic, check: "determinism",
          message: "\(threads) threads give \(other.fingerprint.text), one thread gives \(alone.fingerprint.text); "
            + "different: \(moved.joined(separator: ", "))",
          help:
            "write a trace with one thread, then  doorstep replay --verify FILE --threads \(threads)  for the first record"
        ))
    }
    if !quiet { Terminal.note("\(outcome.word)  \(outcome.test.name)  with other numbers of threads") }
  }

  private func run(_ job: RunJob, threads: Int, replication: UInt32) -> RunResult? {
    var options = SimulationOptions()
    options.seed = job.seed
    options.replication = replication
    options.threads = threads
    options.hostClock = { Host.seconds() }
    let result = Simulation(job.model, options).run { _ in !Interrupt.isRequested }
    return result.interrupted ? nil : result
  }
}
