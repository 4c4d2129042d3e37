import Kernel
import Scenario

/// The fields of inventory and of the placement of stock.
enum InventoryFields {
  static let doors = Field<Int>(
    "nodes{}.receiving.doors", default: 4, in: 1...10_000, since: "0.1", source: "assumption",
    "Dock doors that unload at once.")
  static let rate = Field<Rate>(
    "nodes{}.receiving.rate", default: .perHour(2_000), in: .perHour(0.001)..., since: "0.1", source: "assumption",
    "Units one door unloads and checks per time.")
  static let putAway = Field<SimDuration>(
    "nodes{}.receiving.putAway", default: .hours(4), in: .zero...(.days(30)), since: "0.1",
    source: "typical dock-to-stock 4 to 8 h (WERC, secondary)", "From the end of unloading until units can be sold.")
  static let hours = Field<WeeklyHours>(
    "nodes{}.receiving.hours", default: .aroundTheClock, since: "0.1", "When the dock receives.")
  static let stock = Field<Keyed<String, Int64>>(
    "nodes{}.stock", default: [:], in: 0...1_000_000_000_000, since: "0.1",
    "Units placed at this node by SKU, besides what the placement sends.")
  static let forward = Field<Bool>(
    "nodes{}.forward", default: true, since: "0.1", "Whether the placement may send stock here; false for origins.")
  static let publishEvery = Field<SimDuration>(
    "inventory.publishEvery", default: .minutes(15), in: .seconds(10)...(.days(7)), since: "0.1", source: "assumption",
    "How often a node tells other countries what it can still sell: batch feeds of third-party warehouses.")
  static let buffer = Field<Double>(
    "inventory.safetyBuffer", default: 0.02, in: 0..<1, since: "0.1", source: "assumption",
    "Share of received units that is never promised.")
  static let strategy = Field<String>(
    "placement.strategy", default: DemandProportional.name, since: "0.1",
    where: { PlacementStrategies.make($0) == nil ? "is not one of \(PlacementStrategies.names)" : nil },
    "Where the bought units go: \(PlacementStrategies.names).")
  static let units = Field<Keyed<String, Int64>>(
    "placement.units", default: [:], in: 0...1_000_000_000_000, since: "0.1", "Units bought by SKU, to be placed.")
  static let forwardShare = Field<Double>(
    "placement.forwardShare", default: 1, in: 0...1, since: "0.1", source: "assumption",
    "Share of the units deployed forward; the rest stays at nodes that are not forward.")
  static let arrives = Field<SimTime?>(
    "placement.arrives", default: nil, since: "0.1",
    "When the first trucks reach the docks; the run's start when absent.")
  static let lot = Field<Int64>(
    "placement.lot", default: 5_000, in: 1...100_000_000, since: "0.1", source: "assumption", "Units on one truck.")
  static let lotEvery = Field<SimDuration>(
    "placement.lotEvery", default: .minutes(30), in: .zero...(.days(30)), since: "0.1", source: "assumption",
    "Time between trucks at one node.")

  static let forecastUnits = Field<Keyed<String, Int64>>(
    "placement.forecast.units", default: [:], in: 0...1_000_000_000_000, since: "0.1",
    "Expected demand by SKU over the whole run, for placement and shadow prices; what is bought and in stock when absent."
  )
  static let forecastCV = Field<Double>(
    "placement.forecast.cv", default: 0.5, in: 0...10, since: "0.1", source: "assumption",
    "Coefficient of variation of the demand of a zone: lognormal, independent between zones.")
  static let serviceLevel = Field<Double>(
    "placement.serviceLevel", default: 0.8, in: 0.01...0.999, since: "0.1", source: "assumption",
    "Critical ratio that serviceLevel and pooledHub hold stock to: margin over margin plus cost of a unit left.")
  static let scenarios = Field<Int>(
    "placement.scenarios", default: 50, in: 1...5_000, since: "0.1", source: "assumption",
    "Demand scenarios of sampledDemand.")
  static let opening = Field<Money?>(
    "nodes{}.opening", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "What opening the node costs openNodes, in the report currency; nothing when absent.")
  static let capacity = Field<Int64?>(
    "nodes{}.capacity", default: nil, in: 0...1_000_000_000_000, since: "0.1",
    "Units of one SKU that openNodes and sampledDemand may place here; no limit when absent.")
  static let exec = Field<[String]>(
    "placement.exec", default: [], since: "0.1",
    "A program and its arguments that places the units instead of the strategy: JSON in, JSON out.")
  static let timeLimit = Field<SimDuration>(
    "placement.timeLimit", default: .minutes(1), in: .milliseconds(10)...(.hours(1)), since: "0.1",
    source: "assumption", "How long that program may take.")
  static let placed = Field<Keyed<String, Int64>?>(
    "nodes{}.placed", default: nil, in: 0...1_000_000_000_000, since: "0.1",
    "Units by SKU that placement.exec has placed here. The run writes it into the resolved scenario; where it stands, the program is not asked."
  )

  static let group = FieldGroup(
    "Inventory", "What is bought, where it is placed, how it is received, and how it is made known.",
    fields: [
      doors, rate, putAway, hours, stock, forward, publishEvery, buffer, strategy, units, forwardShare, arrives, lot,
      lotEvery, forecastUnits, forecastCV, serviceLevel, scenarios, opening, capacity, exec, timeLimit, placed,
    ])
}
