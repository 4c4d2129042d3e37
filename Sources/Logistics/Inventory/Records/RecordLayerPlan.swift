import Kernel
import Scenario

/// How far the record, and what the storefront shows of it, may be from the shelf. Everything is exact by default.
struct RecordLayerPlan: Sendable {
  /// Time between views of local stock; zero reserves exactly.
  var viewEvery = SimDuration.zero
  var viewLag = DurationSampler(.zero)
  var feedLag = DurationSampler(.zero)
  /// Share of the units that disappears in a year.
  var shrinkPerYear = 0.0
  /// Time between counts; zero never counts.
  var countEvery = SimDuration.zero
  var notice = ShippingNotice()

  /// Whether the storefront sells from a view.
  var isViewed: Bool { viewEvery > .zero }
}

/// How good shipping notices are.
struct ShippingNotice: Sendable, BitwiseCopyable {
  var missing = 0.0
  var error = 0.0
  var errorSize = 0.0
  var noticed = 1.0

  var isPerfect: Bool { missing == 0 && error == 0 }

  /// What a truck's notice turns out to be.
  struct Outcome: Sendable, BitwiseCopyable {
    var isMissing = false
    /// Units in the truck, and units that go into the record.
    var units: Int64
    var recorded: Int64
  }

  /// Draws the outcome for a truck of so many announced units.
  func outcome(of units: Int64, _ stream: inout RandomStream) -> Outcome {
    var result = Outcome(units: units, recorded: units)
    result.isMissing = stream.uniform() < missing
    guard stream.uniform() < error else { return result }
    let share = (2 * stream.uniform() - 1) * errorSize
    result.units = max(0, units + Int64((Double(units) * share).rounded()))
    if stream.uniform() < noticed { result.recorded = result.units }
    return result
  }
}

extension RecordLayerPlan {
  /// The plan of a scenario.
  static func build(_ document: ScenarioDocument, _ problems: inout Diagnostics) -> RecordLayerPlan {
    let root = document.root
    func sampler(_ field: Field<DurationDistribution>) -> DurationSampler {
      do throws(DistributionError) { return try DurationSampler(root[field]) } catch {
        problems.error(at: root[mark: field], "the lag has no law: \(error)")
        return DurationSampler(.zero)
      }
    }
    let every = root[RecordLayerFields.viewEvery]
    if every > .zero, every < .milliseconds(100) {
      problems.error(
        at: root[mark: RecordLayerFields.viewEvery], "views less than 100 ms apart cannot be told from exact ones",
        help: "write every: 0 s to reserve exactly")
    }
    let count = root[RecordLayerFields.countEvery]
    if count > .zero, count < .hours(1) {
      problems.error(
        at: root[mark: RecordLayerFields.countEvery], "shelves cannot be counted more than once an hour",
        help: "write 0 s never to count, or for example countEvery: 30 d")
    }
    return RecordLayerPlan(
      viewEvery: every, viewLag: sampler(RecordLayerFields.viewLag), feedLag: sampler(RecordLayerFields.feedLag),
      shrinkPerYear: root[RecordLayerFields.shrink], countEvery: count,
      notice: ShippingNotice(
        missing: root[RecordLayerFields.asnMissing], error: root[RecordLayerFields.asnError],
        errorSize: root[RecordLayerFields.asnErrorSize], noticed: root[RecordLayerFields.asnNoticed]))
  }
}
