import CReference
import Glibc

/// The same model, sequentially, on the heap in C.
final class ReferencePHOLD {
  private let model: OpaquePointer

  init(_ population: Int) { model = hold_create(population, 1, HOLD_PHOLD) }
  deinit { hold_destroy(model) }

  func workload(_ operations: Int) -> Workload {
    Workload(operations: operations) { _ = hold_run(self.model, operations) }
  }
}

/// Two of the models, each half as large: what a second thread is worth on this machine when the two never meet.
///
/// Both threads share caches, memory and whatever else runs; no engine with windows can scale better than this.
final class ReferencePHOLDPair {
  private let halves: [ReferencePHOLD]

  init(_ population: Int) { halves = (0..<2).map { _ in ReferencePHOLD(population / 2) } }

  func inTurn(_ operations: Int) -> Workload {
    Workload(operations: operations) { for half in self.halves { half.workload(operations / 2).run() } }
  }

  func sideBySide(_ operations: Int) -> Workload {
    Workload(operations: operations) {
      let other = BenchThread { self.halves[1].workload(operations / 2).run() }
      self.halves[0].workload(operations / 2).run()
      other.join()
    }
  }
}

/// A thread that runs one piece of work.
final class BenchThread {
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  private var thread = pthread_t()

  init(_ body: @escaping () -> Void) {
    let work = Unmanaged.passRetained(Work(body)).toOpaque()
    let failure = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, work)
    precondition(failure == 0, "cannot create a thread")
  }

  func join() { pthread_join(thread, nil) }
}

func phold(_ population: Int) -> ReferencePHOLD { ReferencePHOLD(population) }
