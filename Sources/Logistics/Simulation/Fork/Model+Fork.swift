public import Kernel
public import Scenario

extension Model {
  /// The model of a changed scenario for a run of another one that stands at an instant.
  ///
  /// Units that have arrived stay where they are. Where the placement is not changed by name, the units still to come stay
  /// placed as they were, whatever else would have placed them differently.
  ///
  /// - Parameters:
  ///   - old: The run's model.
  ///   - original: Its scenario.
  ///   - changed: The scenario to go on with.
  ///   - time: Where the run stands.
  ///   - seed: The run's seed.
  ///   - replication: The run's replication.
  /// - Throws: `Diagnostics` with every change that a fork cannot make, each with what to do instead.
  public static func forked(
    from old: Model, _ original: ScenarioDocument, into changed: ScenarioDocument, at time: SimTime, seed: UInt64,
    replication: UInt32
  ) throws(Diagnostics) -> Model {
    let changes = ForkChange.all(from: original, to: changed)
    if changes.isEmpty { return old }
    var problems = Diagnostics()
    let values = ForkDates(original, changed)
    for change in changes { values.check(change, at: time, &problems) }
    try problems.check()
    var model = try build(changed)
    let placing = changes.filter { ForkRule.rule(for: $0.field) == .placement }
    model.inventory.receipts = old.receipts(forkedAt: time, from: placing.isEmpty ? old : model, borders: model)
    if let first = placing.first(where: { $0.path != "scale.all" }), model.hasLots(of: old) {
      problems.error(
        at: Mark(file: "--set \(first.path)"), "\(first.path) changes nothing that is still to come",
        help: "the units have arrived: fork earlier, or order more with replenishment")
    }
    let streams = Streams(seed: seed, replication: replication)
    for obstacle in ForkObstacles(old: old, new: model, time: time, streams: streams).all {
      problems.error(
        at: Mark(file: "fork at \(time.iso8601)"), obstacle, help: "run the changed scenario from its start")
    }
    try problems.check()
    // A fork is another run than that of the changed scenario: stores must not take one for the other.
    model.hash = SHA256.hexDigest(of: "\(model.hash)\nforked from \(old.hash) at \(time.iso8601)\n")
    return model
  }

  private func hasLots(of old: Model) -> Bool {
    func lots(_ model: Model) -> [[Int64]] {
      model.inventory.receipts.map { [Int64($0.node), Int64($0.sku), $0.units, $0.arrives.microseconds] }
    }
    return lots(self) == lots(old)
  }

  /// The lots that have arrived, and those that another model has still to come, with duty by the borders of a third.
  private func receipts(forkedAt time: SimTime, from plan: Model, borders: Model) -> [InventoryPlan.Receipt] {
    let future = plan.inventory.receipts.filter { $0.arrives >= time }.map { receipt in
      var receipt = receipt
      receipt.importCost = borders.customs.bulkImportCost(
        sku: receipt.sku, units: receipt.units, into: receipt.node, at: receipt.arrives,
        borders.network)
      return receipt
    }
    return inventory.receipts.filter { $0.arrives < time } + future
  }
}

/// The beginnings and ends of dated entries, as both scenarios write them.
private struct ForkDates {
  private let values: [[String: String]]

  init(_ documents: ScenarioDocument...) {
    values = documents.map { document in
      Dictionary(document.parameters.map { ($0.path, $0.value) }) { first, _ in first }
    }
  }

  /// Reports a change that a fork cannot make.
  func check(_ change: ForkChange, at time: SimTime, _ problems: inout Diagnostics) {
    let mark = Mark(file: "--set \(change.path)")
    let rule = ForkRule.rule(for: change.field)
    switch rule {
    case .live, .placement: return
    case .fixed(let help):
      problems.error(at: mark, "\(change.path) cannot be changed by a fork", help: help)
    case .begins(let name), .ends(let name):
      for date in dates(change, name) where rule == .begins(name) ? date < time : date <= time {
        let verb = rule == .begins(name) ? "begins" : "ends"
        problems.error(
          at: mark, "\(change.path) cannot be changed: the entry \(verb) at \(date.iso8601), before the fork",
          help: "change entries from \(time.iso8601) on, or run the changed scenario from its start")
        return
      }
    case nil: problems.error(at: mark, "nobody has said what a fork does with \(change.path)")
    }
  }

  /// The dates of the entry that a changed value stands in, in both scenarios.
  private func dates(_ change: ForkChange, _ name: String) -> [SimTime] {
    guard let end = change.path.lastIndex(of: "]") else { return [] }
    let key = "\(change.path[...end]).\(name)"
    return values.compactMap { $0[key].flatMap { SimTime(iso8601: $0.filter { $0 != "\"" }) } }
  }
}
