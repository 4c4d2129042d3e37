internal import Foundation
public import Logistics
internal import Synchronization

/// Worker threads that do runs side by side, one thread a run: the way of most throughput when runs are many.
///
/// Which worker does which run, and when, does not show in any result.
public struct RunPool: Sendable {
  /// Threads.
  public let workers: Int
  /// Seconds on a clock of the host, for the cost of runs only.
  public let hostClock: @Sendable () -> Double

  /// A pool of at least one worker.
  public init(workers: Int, hostClock: @escaping @Sendable () -> Double = { 0 }) {
    precondition(workers >= 1, "a pool needs a worker")
    self.workers = workers
    self.hostClock = hostClock
  }

  /// Does all runs, unless told to stop, and returns whether all were done.
  ///
  /// - Parameters:
  ///   - jobs: The runs; they are begun in this order.
  ///   - goesOn: Asked often, by all workers; once it is false no run begins, and runs on their way are given up.
  ///   - finished: Told of each run that was done, with its place in `jobs`, one at a time on the calling thread, in the
  ///     order in which they end. What it throws stops the pool and is thrown again.
  @discardableResult
  public func run<Problem: Error>(
    _ jobs: [RunJob], while goesOn: @escaping @Sendable () -> Bool = { true },
    finished: (Int, RunResult) throws(Problem) -> Void
  ) throws(Problem) -> Bool {
    let desk = Desk(jobs.count, goesOn)
    let threads = (0..<min(workers, jobs.count)).map { _ in
      Thread {
        while let place = desk.take() { desk.put((place, run(jobs[place], desk))) }
        desk.put(nil)
      }
    }
    for thread in threads {
      thread.stackSize = 8 << 20
      thread.start()
    }
    var problem: Problem?
    var done = 0
    var working = threads.count
    while working > 0 {
      guard let (place, result) = desk.next() else {
        working -= 1
        continue
      }
      guard problem == nil, !result.interrupted else { continue }
      do throws(Problem) {
        try finished(place, result)
        done += 1
      } catch {
        problem = error
        desk.close()
      }
    }
    if let problem { throw problem }
    return done == jobs.count
  }

  /// Does all runs and returns their results in the order of the jobs; nil when told to stop.
  public func results(of jobs: [RunJob], while goesOn: @escaping @Sendable () -> Bool = { true }) -> [RunResult]? {
    var results = [RunResult?](repeating: nil, count: jobs.count)
    let isWhole = run(jobs, while: goesOn) { results[$0] = $1 }
    return isWhole ? results.compactMap { $0 } : nil
  }

  private func run(_ job: RunJob, _ desk: Desk) -> RunResult {
    var options = SimulationOptions()
    options.seed = job.seed
    options.replication = job.replication
    options.hostClock = hostClock
    return Simulation(job.model, options).run { _ in desk.isOpen }
  }
}

/// Where workers take runs and put results.
private final class Desk: Sendable {
  private let count: Int
  private let goesOn: @Sendable () -> Bool
  private let taken = Atomic<Int>(0)
  private let closed = Atomic<Bool>(false)
  private let results = Mutex<[(Int, RunResult)?]>([])
  private let filled = DispatchSemaphore(value: 0)

  init(_ count: Int, _ goesOn: @escaping @Sendable () -> Bool) {
    self.count = count
    self.goesOn = goesOn
  }

  /// Whether work goes on.
  var isOpen: Bool { !closed.load(ordering: .relaxed) && goesOn() }

  /// Lets no run begin any more.
  func close() { closed.store(true, ordering: .relaxed) }

  /// The place of the next run to do; nil when there is none.
  func take() -> Int? {
    guard isOpen else { return nil }
    let place = taken.add(1, ordering: .relaxed).oldValue
    return place < count ? place : nil
  }

  /// Puts a result there, or nil to say that a worker has ended.
  func put(_ result: (Int, RunResult)?) {
    results.withLock { $0.append(result) }
    filled.signal()
  }

  /// Waits for what was put there first.
  func next() -> (Int, RunResult)? {
    filled.wait()
    return results.withLock { $0.removeFirst() }
  }
}
