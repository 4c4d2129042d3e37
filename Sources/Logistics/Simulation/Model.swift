public import Kernel
public import Scenario
import TraceFormat

/// A scenario resolved to numbers: what a run needs to know, and nothing that a run changes.
public struct Model: Sendable {
  /// The scenario's name.
  public let name: String
  /// The hash that names the resolved scenario; of a fork also where and from what it went on.
  public internal(set) var hash: String
  /// The resolved scenario, all defaults expanded.
  public let resolvedScenario: String
  /// The seed that the scenario asks for.
  public let seed: UInt64
  /// What loading and building found odd but not wrong.
  public internal(set) var warnings: Diagnostics

  let network: Network
  let demand: DemandPlan
  let storefront: StorefrontPlan
  var compliance: CompliancePlan
  var inventory: InventoryPlan
  let fulfilment: FulfilmentPlan
  let warehouse: WarehousePlan
  var carrier: CarrierPlan
  let customs: CustomsPlan
  let doorstep: DoorstepPlan
  let ledger: LedgerPlan
  let providers: ProvidersPlan
  var disruptions: DisruptionPlan
  let record: RecordPlan
  let checkEvery: SimDuration
  var thresholds: ThresholdPlan

  /// The first instant of a run and the one at which it ends.
  public var span: Range<SimTime> { network.start..<network.end }

  /// Whether a trace of a run would have records: the scenario's `record.kinds` is not `none`.
  public var keepsRecords: Bool { record.isOn }
}
