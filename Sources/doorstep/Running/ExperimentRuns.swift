import Experiments
import Foundation
import Logistics
import Scenario

/// The runs of an experiment, with a progress line, a results store when there is a folder, and an end when the user asks for it.
struct ExperimentRuns {
  private(set) var book: RunBook
  private var scenarios: [LoadedScenario]
  private let store: ResultsStore?
  private let quiet: Bool
  private let hasHours: Bool

  /// Makes ready to run scenarios that were loaded; `out` is a folder in which `results.sqlite` grows, with the
  /// hours of runs unless told otherwise.
  init(_ scenarios: [LoadedScenario], seed: UInt64, workers: Int, out: String?, quiet: Bool, hasHours: Bool = true)
    throws
  {
    self.scenarios = scenarios
    self.hasHours = hasHours
    self.quiet = quiet
    let pool = RunPool(workers: workers, hostClock: { Host.seconds() })
    book = RunBook(scenarios.map(\.model), seed: seed, pool: pool)
    store = try out.map { folder in
      do { return try ResultsStore(path: folder + "/results.sqlite") } catch {
        throw Failure(.usage, "\(error)", help: "name another folder with --out")
      }
    }
    Interrupt.install()
  }

  /// Takes another scenario and returns its place.
  mutating func add(_ scenario: LoadedScenario) -> Int {
    scenarios.append(scenario)
    return book.add(scenario.model)
  }

  /// The figures of runs, in the order asked for.
  ///
  /// - Throws: ``Failure`` with ``ExitCode/interrupted`` when the user asked to stop.
  mutating func figures(of pages: [RunBook.Page], expected: Int?, note: String = "") throws -> [RunFigures] {
    var progress = ExperimentProgress(total: expected, quiet: quiet)
    let (scenarios, store, hasHours) = (self.scenarios, self.store, self.hasHours)
    let before = book.done
    defer { progress.clear() }
    let found: [RunFigures]?
    do {
      found = try book.figures(of: pages, store: store, while: { !Interrupt.isRequested }) { variant, result in
        if let store {
          try store.add(result, parameters: parameters(of: scenarios[variant].document), hasHours: hasHours)
        }
        progress.advance(note)
      }
    } catch let error as ResultsStoreError {
      throw Failure(.usage, "\(error)", help: "make room, or name another folder with --out; the runs before are kept")
    }
    guard let found else {
      let kept = store == nil ? "nothing is kept without --out" : "the runs that were done are in \(store!.path)"
      throw Failure(.interrupted, "interrupted after \(book.done - before) of \(pages.count) runs; \(kept)")
    }
    return found
  }

  /// Fails when a conservation check of any run failed.
  func checkInvariants() throws {
    guard book.violations > 0 else { return }
    throw Failure(
      .invariantBroken, "model invariant broken: \(book.violations) checks failed",
      help: "run each variant alone to see them")
  }

  /// Closes the store.
  func close() throws { try store?.close() }
}
