import CReference

/// The same model, sequentially, on the heap in C.
final class ReferencePHOLD {
  private let model: OpaquePointer

  init(_ population: Int) { model = hold_create(population, 1, HOLD_PHOLD) }
  deinit { hold_destroy(model) }

  func workload(_ operations: Int) -> Workload {
    Workload(operations: operations) { _ = hold_run(self.model, operations) }
  }
}

func phold(_ population: Int) -> ReferencePHOLD { ReferencePHOLD(population) }
