import Foundation
@_spi(Testing) import Logistics
import Scenario
import Testing

@_spi(Testing) @testable import Experiments

/// Worlds of one seed: without a planted bug all of them are clean, with one of them the swarm finds it.
@Suite struct MutationTests {
  private static let seed: UInt64 = 1
  private static let worlds = (0..<6).map { SwarmWorld(seed: seed, number: $0) }
  private var check = WorldCheck(folder: FileManager.default.temporaryDirectory.path)

  @Test("Without a planted bug the same worlds are clean", arguments: 0..<6)
  func clean(_ number: Int) {
    let report = check.check(Self.worlds[number])
    #expect(report.failure == nil)
    #expect(!report.kinds.isEmpty && report.events > 0)
  }

  /// What finds each class first. A message inside the lookahead ends the process: `SwarmCommandTests` plants it.
  private static let finders: [(PlantedBug, WorldReport.Trouble, law: String)] = [
    (.lostParcel, .audit, "a parcel is nowhere"),
    (.doubleRefund, .audit, "more refunded than was paid"),
    (.saleWhereProhibited, .audit, "sold where it is prohibited"),
    (.deliveryBeforeDispatch, .audit, "atDepot before what must precede it"),
    (.unbalancedLedger, .audit, "an unbalanced ledger"),
    (.stockBelowZero, .invariant, "negative stock"),
    (.streamReuse, .notRandom, ""),
    (.capacityExceeded, .audit, "more parcels than a departure takes"),
    (.orderSkippedAtHorizon, .audit, "overdue at the end"),
    (.nonDeterminism, .notDeterministic, ""),
  ]

  @Test("Each planted bug is found within six worlds, by the law that it breaks", arguments: finders.indices)
  func found(_ place: Int) {
    let (bug, trouble, law) = Self.finders[place]
    var planted = check
    planted.plantedBug = bug
    for world in Self.worlds {
      let report = planted.check(world)
      guard let failure = report.failure else { continue }
      #expect(failure.trouble == trouble && failure.law == law, "\(bug): \(failure)")
      return
    }
    Issue.record("\(bug) was not found")
  }

  @Test("Every class of planted bugs has its test")
  func complete() {
    let tested = Self.finders.map(\.0) + [.messageInsideLookahead]
    #expect(tested.count == PlantedBug.allCases.count)
    #expect(PlantedBug.allCases.allSatisfy(tested.contains))
  }
}
