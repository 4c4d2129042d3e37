import Kernel
import Scenario

/// How a node turns an order into a packed parcel.
enum NodeProcess: String, Choice { case waves, handOver }

/// The fields of the warehouses.
enum WarehouseFields {
  static let process = Field<NodeProcess>(
    "nodes{}.process", default: .waves, since: "0.1",
    "waves: orders wait for a wave, are picked and packed; handOver: sellers hand parcels over after a random time.")
  static let handOverTime = Field<DurationDistribution>(
    "nodes{}.handOverTime", default: .constant(.hours(24)), in: .zero...(.days(60)), since: "0.1", source: "assumption",
    "From the order to the hand-over, for process handOver.")
  static let waveEvery = Field<SimDuration>(
    "nodes{}.waves.every", default: .hours(1), in: .minutes(1)...(.days(1)), since: "0.1", source: "assumption",
    "Time between waves; the first closes at local midnight.")
  static let waveTimes = Field<[LocalTime]>(
    "nodes{}.waves.times", default: [], since: "0.1", "Local times of the waves instead of a grid.")
  static let waveHours = Field<WeeklyHours>(
    "nodes{}.waves.hours", default: .aroundTheClock, since: "0.1", "Waves close only in these hours.")
  static let pickers = Field<Int>(
    "nodes{}.pick.pickers", default: 40, in: 1...1_000_000, since: "0.1", source: "assumption", "Pickers on shift.")
  static let pickHours = Field<WeeklyHours>(
    "nodes{}.pick.hours", default: .aroundTheClock, since: "0.1", "When pickers work; a tour begun is finished.")
  static let batchLines = Field<Int>(
    "nodes{}.pick.batchLines", default: 20, in: 1...100_000, since: "0.1", source: "assumption",
    "Order lines in one picker's tour.")
  static let pickSetup = Field<SimDuration>(
    "nodes{}.pick.setup", default: .seconds(60), in: .zero...(.hours(8)), since: "0.1", source: "assumption",
    "Fixed time of a tour.")
  static let pickPerLine = Field<SimDuration>(
    "nodes{}.pick.perLine", default: .seconds(12), in: .zero...(.hours(1)), since: "0.1", source: "assumption",
    "Time at the shelf per line.")
  static let aisles = Field<Int>(
    "nodes{}.pick.aisles", default: 20, in: 0...1_000, since: "0.1", source: "assumption",
    "Parallel aisles that a tour may enter; 0 leaves walking out.")
  static let aisleLength = Field<Length>(
    "nodes{}.pick.aisleLength", default: Length(millimetres: 40_000),
    in: Length(millimetres: 0)...Length(millimetres: 1_000_000), since: "0.1", source: "assumption",
    "Length of an aisle.")
  static let span = Field<Length>(
    "nodes{}.pick.span", default: Length(millimetres: 60_000),
    in: Length(millimetres: 0)...Length(millimetres: 1_000_000), since: "0.1", source: "assumption",
    "Length of the cross aisle, walked there and back.")
  static let walkingSpeed = Field<Speed>(
    "nodes{}.pick.speed", default: Speed(metresPerSecond: 0.8),
    in: Speed(metresPerSecond: 0.1)...Speed(metresPerSecond: 10),
    since: "0.1", source: "assumption", "Walking speed with a loaded cart.")
  static let stations = Field<Int>(
    "nodes{}.pack.stations", default: 30, in: 1...1_000_000, since: "0.1", source: "assumption",
    "Pack stations on shift.")
  static let packHours = Field<WeeklyHours>(
    "nodes{}.pack.hours", default: .aroundTheClock, since: "0.1", "When pack stations work; a parcel begun is finished."
  )
  static let packMean = Field<SimDuration>(
    "nodes{}.pack.mean", default: .seconds(75), in: .zero...(.hours(8)), since: "0.1", source: "assumption",
    "Mean time to pack a single-unit order.")
  static let packCv = Field<Double>(
    "nodes{}.pack.cv", default: 0.5, in: 0...5, since: "0.1", source: "assumption",
    "Coefficient of variation of the lognormal packing time; 0 makes it constant.")
  static let packPerExtraUnit = Field<SimDuration>(
    "nodes{}.pack.perExtraUnit", default: .seconds(20), in: .zero...(.hours(1)), since: "0.1", source: "assumption",
    "More for each further unit.")

  static let group = FieldGroup(
    "Warehouses", "How orders become parcels: waves, tours of pickers, pack stations, or sellers who hand over.",
    fields: [
      process, handOverTime, waveEvery, waveTimes, waveHours, pickers, pickHours, batchLines, pickSetup, pickPerLine,
      aisles, aisleLength, span, walkingSpeed, stations, packHours, packMean, packCv, packPerExtraUnit,
    ])
}

extension WarehousePlan {
  /// The plan of a scenario.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> WarehousePlan {
    let sections = document.root.items("nodes{}")
    return WarehousePlan(
      processes: zip(sections, network.nodes).map { section, node in
        switch section[WarehouseFields.process] {
        case .waves: .waves(Waves(section, node, network))
        case .handOver:
          .handOver((try? DurationSampler(section[WarehouseFields.handOverTime])) ?? DurationSampler(.zero))
        }
      })
  }
}

extension WarehousePlan.Waves {
  fileprivate init(_ section: Section, _ node: Network.Node, _ network: Network) {
    let zone = node.timeZone
    let times = section[WarehouseFields.waveTimes]
    let all =
      times.isEmpty
      ? LocalSchedule(every: section[WarehouseFields.waveEvery], zone: zone, over: network.horizon)
      : LocalSchedule(at: times, zone: zone, over: network.horizon)
    let hours = section[WarehouseFields.waveHours]
    schedule = hours == .aroundTheClock ? all : all.during(WorkCalendar(hours, zone: zone, over: network.horizon))
    func shifts(_ hours: WeeklyHours, _ count: Int) -> CapacityCalendar {
      let servers = network.scaledCapacity(count)
      if hours == .aroundTheClock { return .constant(servers) }
      return CapacityCalendar(shifts: [(WorkCalendar(hours, zone: zone, over: network.horizon), servers)])
    }
    pickers = shifts(section[WarehouseFields.pickHours], section[WarehouseFields.pickers])
    packStations = shifts(section[WarehouseFields.packHours], section[WarehouseFields.stations])
    batchLines = section[WarehouseFields.batchLines]
    let walk = PickTour(
      setup: section[WarehouseFields.pickSetup], perLine: section[WarehouseFields.pickPerLine],
      aisles: section[WarehouseFields.aisles],
      aisleMetres: Double(section[WarehouseFields.aisleLength].millimetres) / 1_000,
      spanMetres: Double(section[WarehouseFields.span].millimetres) / 1_000,
      speed: section[WarehouseFields.walkingSpeed].metresPerSecond)
    tour = walk.durations(upTo: batchLines)
    packMean = section[WarehouseFields.packMean]
    packCv = section[WarehouseFields.packCv]
    packPerExtraUnit = section[WarehouseFields.packPerExtraUnit]
  }
}
