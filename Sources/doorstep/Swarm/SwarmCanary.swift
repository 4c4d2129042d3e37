import Experiments
import Foundation
@_spi(Testing) import Logistics

/// A check of the checks: plants a bug and must find it.
struct SwarmCanary {
  let seed: UInt64
  let workers: Int
  /// The scenario that gets the bug; worlds of the swarm when nil.
  var file: String?

  private static let bug = PlantedBug.doubleRefund
  private static let worlds = 40

  /// Says where the bug was found.
  ///
  /// - Throws: ``Failure`` when it was not.
  func sing(_ scratch: URL) throws {
    var crew = SwarmCrew(seed: seed, workers: workers)
    crew.numbers = 0..<(file == nil ? Self.worlds : 1)
    crew.arguments = file.map { ["--scenario", $0] } ?? []
    crew.environment = [Sabotage.variable: Self.bug.rawValue]
    let reports = try crew.run(scratch) { _ in }
    if Interrupt.isRequested { throw Failure(.interrupted, "interrupted before the planted bug was found") }
    guard let found = reports.first(where: { $0.failure != nil }), let failure = found.failure else {
      throw Failure(
        .internalError, "the planted bug \(Self.bug.rawValue) was not found in \(reports.count) worlds",
        help: "the swarm is blind: look at its audits before you trust it")
    }
    try Terminal.out("found the planted bug \(Self.bug.rawValue) in world \(found.number): \(failure.sentence)\n")
  }
}
