#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import Synchronization

/// Threads that run the same piece of work together, again and again, with the thread that made them.
///
/// **Idea.** A round is a counter going up. Workers spin on it for a while, since the next round usually is that near,
/// and then sleep on a condition; the caller waits for the last worker the same way. `sleepers` is written before the
/// counter is read again, and read after the counter is written, so one of the two sides always notices.
///
/// A thread that slept takes 50 microseconds and more to be back on a virtual machine, several times a window's work: a
/// wait shorter than that is cheaper spent looking. Where threads outnumber processors, looking keeps the others from working.
@usableFromInline final class WorkerPool {
  let body: (Int) -> Void
  let count: Int
  private var threads: [pthread_t] = []
  private let round = Atomic<Int>(0)
  private let working = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let stopping = Atomic<Bool>(false)
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Looks at a counter before sleeping: some 100 microseconds with a processor for each thread, else hardly any.
  private let looks: Int

  /// Makes a pool of `count` workers; the caller is worker 0 and runs `body` in ``run()``.
  @usableFromInline init(_ count: Int, _ body: @escaping (Int) -> Void) {
    self.count = count
    self.body = body
    looks = count <= sysconf(Int32(_SC_NPROCESSORS_ONLN)) ? 300_000 : 1_000
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
    for worker in 1..<count { threads.append(start(worker)) }
  }

  /// Ends the threads; `run` must not be running.
  @usableFromInline func stop() {
    stopping.store(true, ordering: .sequentiallyConsistent)
    beginRound()
    for thread in threads { pthread_join(thread, nil) }
    threads = []
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(condition)
    mutex.deallocate()
    condition.deallocate()
  }

  /// Runs the body once on every worker and returns when all have finished.
  @usableFromInline func run() {
    working.store(count - 1, ordering: .sequentiallyConsistent)
    beginRound()
    body(0)
    wait { self.working.load(ordering: .sequentiallyConsistent) == 0 }
  }

  private func beginRound() {
    round.wrappingAdd(1, ordering: .sequentiallyConsistent)
    wake()
  }

  private func work(_ worker: Int) {
    var seen = 0
    while true {
      wait { self.round.load(ordering: .sequentiallyConsistent) != seen }
      seen += 1
      if stopping.load(ordering: .sequentiallyConsistent) { return }
      body(worker)
      if working.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue == 0 { wake() }
    }
  }

  @inline(__always) private func wait(_ ready: () -> Bool) {
    for _ in 0..<looks where ready() { return }
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    pthread_mutex_lock(mutex)
    while !ready() { pthread_cond_wait(condition, mutex) }
    pthread_mutex_unlock(mutex)
    sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
  }

  private func wake() {
    if sleepers.load(ordering: .sequentiallyConsistent) == 0 { return }
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  private func start(_ worker: Int) -> pthread_t {
    let argument = Unmanaged.passRetained(WorkerStart(pool: self, worker: worker)).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let failure = pthread_create(&thread, nil, { WorkerStart.run($0) }, argument)
      guard failure == 0, let thread else { fatalError("cannot create a thread: error \(failure)") }
      return thread
    #else
      var thread = pthread_t()
      let failure = pthread_create(&thread, nil, { WorkerStart.run($0) }, argument)
      guard failure == 0 else { fatalError("cannot create a thread: error \(failure)") }
      return thread
    #endif
  }

  private final class WorkerStart {
    let pool: WorkerPool
    let worker: Int

    init(pool: WorkerPool, worker: Int) {
      self.pool = pool
      self.worker = worker
    }

    static func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      guard let argument else { return nil }
      let start = Unmanaged<WorkerStart>.fromOpaque(argument).takeRetainedValue()
      start.pool.work(start.worker)
      return nil
    }
  }
}

/// The host's time in nanoseconds: for costs and profiles, never for the model.
@usableFromInline func hostNanoseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
}
