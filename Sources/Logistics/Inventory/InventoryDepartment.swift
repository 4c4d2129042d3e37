import Kernel

/// Stock coming in and stock made known: receipts, put-away, and the figures that other regions sell from.
///
/// ```
/// receiptArrives ─► dock doors ─► receiveDone ─► putAway ─► on hand ─► publishStock ─► (other regions) stockPublished
/// ```
final class InventoryDepartment: Department {
  private let region: RegionState
  private let plan: InventoryPlan
  private let network: Network
  /// One station per local node that receives: its dock doors.
  private var docks: [Int: Station] = [:]
  /// Units received but not yet put away, by receipt: counted for the conservation check.
  private var unitsOnDock: Int64 = 0

  init(_ region: RegionState) {
    self.region = region
    plan = region.model.inventory
    network = region.network
  }

  func start(_ scheduler: ModelScheduler) {
  }

  func execute(_ event: Event, _ scheduler: ModelScheduler) {}
  func check(_ report: inout InvariantReport) {}
}
