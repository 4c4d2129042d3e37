import Kernel
import Scenario

/// How a node turns an order into a packed parcel.
enum NodeProcess: String, Choice { case waves, handOver, waveless }

/// The fields of the warehouses.
enum WarehouseFields {
  static let process = Field<NodeProcess>(
    "nodes{}.process", default: .waves, since: "0.1",
    "waves: orders wait for a wave, are picked and packed; waveless: free pickers take the most urgent orders; handOver: sellers hand parcels over after a random time."
  )
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

  static let congestion = Field<Double>(
    "nodes{}.pick.congestion", default: 0, in: 0...100, since: "0.1", source: "assumption",
    "Pickers on tour per aisle that double the time of a tour, which grows with their square; 0 for no congestion, 1.5 is usual."
  )
  static let storage = Field<Int64?>(
    "nodes{}.storage", default: nil, in: 1...1_000_000_000_000, since: "0.1",
    "Units that fit on the shelves; above 85 % tours take 3 % longer for each percent; scale.stock applies.")
  static let absence = Field<Double>(
    "nodes{}.labour.absence", default: 0, in: 0...0.9, since: "0.1", source: "assumption",
    "Probability that a picker or packer does not come on a day.")
  static let tempsFrom = Field<LocalDate>(
    "nodes{}.labour.temps[].from", since: "0.1", "The first local day of some temps.")
  static let tempsUntil = Field<LocalDate>(
    "nodes{}.labour.temps[].until", since: "0.1", "The first local day without them.")
  static let tempPickers = Field<Int>(
    "nodes{}.labour.temps[].pickers", default: 0, in: 0...1_000_000, since: "0.1", "How many of them pick.")
  static let tempPackers = Field<Int>(
    "nodes{}.labour.temps[].packers", default: 0, in: 0...1_000_000, since: "0.1", "How many of them pack.")
  static let firstDay = Field<Double>(
    "nodes{}.labour.learning.start", default: 0.6, in: 0...1, since: "0.1", source: "assumption",
    "What a temp does on the first day, as a share of an experienced person's work.")
  static let learningDays = Field<Double>(
    "nodes{}.labour.learning.days", default: 10, in: 0...1_000, since: "0.1", source: "assumption",
    "Days after which a temp does 95 % of it.")
  static let overtime = Field<SimDuration>(
    "nodes{}.labour.overtime", default: .zero, in: .zero...(.hours(12)), since: "0.1", source: "assumption",
    "The longest overtime at the end of a shift while work waits; asked again every half hour.")
  static let overtimeRate = Field<Money?>(
    "nodes{}.labour.overtimeRate", default: nil, since: "0.1", where: { Money.notNegative($0) },
    "Cost of an hour of overtime, in the report currency.")

  static let group = FieldGroup(
    "Warehouses", "How orders become parcels: waves, tours of pickers, pack stations, or sellers who hand over.",
    sections: [SectionRule("nodes{}.labour.temps[]", "Temps for a time, who learn.")],
    fields: [
      process, handOverTime, waveEvery, waveTimes, waveHours, pickers, pickHours, batchLines, pickSetup, pickPerLine,
      aisles, aisleLength, span, walkingSpeed, stations, packHours, packMean, packCv, packPerExtraUnit,
      congestion, storage, absence, tempsFrom, tempsUntil, tempPickers, tempPackers, firstDay, learningDays, overtime,
      overtimeRate,
    ])
}

extension WarehousePlan {
  /// The plan of a scenario.
  static func build(_ document: ScenarioDocument, _ network: Network, _ problems: inout Diagnostics) -> WarehousePlan {
    let sections = document.root.items("nodes{}")
    return WarehousePlan(
      processes: zip(sections, network.nodes).map { section, node in
        switch section[WarehouseFields.process] {
        case .waves: .waves(Waves(section, node, network, &problems))
        case .waveless: .waves(Waves(section, node, network, isContinuous: true, &problems))
        case .handOver:
          .handOver((try? DurationSampler(section[WarehouseFields.handOverTime])) ?? DurationSampler(.zero))
        }
      })
  }
}

extension WarehousePlan.Waves {
  fileprivate init(
    _ section: Section, _ node: Network.Node, _ network: Network, isContinuous: Bool = false,
    _ problems: inout Diagnostics
  ) {
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
    self.isContinuous = isContinuous
    congestionAt = section[WarehouseFields.congestion] * Double(section[WarehouseFields.aisles])
    storage = section[WarehouseFields.storage].map { max(1, Int64((Double($0) * network.scale.stock).rounded())) }
    labour = Labour(section, node, network, &problems)
  }
}

extension Labour {
  fileprivate init(
    _ section: Section, _ node: Network.Node, _ network: Network, _ problems: inout Diagnostics
  ) {
    absence = section[WarehouseFields.absence]
    firstDay = section[WarehouseFields.firstDay]
    learningDays = section[WarehouseFields.learningDays]
    overtime = section[WarehouseFields.overtime]
    zone = node.timeZone
    for temps in section.items("nodes{}.labour.temps[]") {
      let from = temps[WarehouseFields.tempsFrom]
      let until = temps[WarehouseFields.tempsUntil]
      if until <= from {
        problems.error(
          at: temps[mark: WarehouseFields.tempsUntil], "until is not after from",
          help: "write a date later than \(from)")
      }
      func add(_ field: Field<Int>, to list: inout [Temps]) {
        guard temps[field] > 0 else { return }
        list.append(Temps(from: from, until: until, people: network.scaledCapacity(temps[field])))
      }
      add(WarehouseFields.tempPickers, to: &pickers)
      add(WarehouseFields.tempPackers, to: &packers)
    }
    if let rate = section[WarehouseFields.overtimeRate] {
      overtimeRate = rate.minor
      if rate.currency.code != network.currency {
        problems.error(
          at: section[mark: WarehouseFields.overtimeRate],
          "overtimeRate \"\(rate)\" is not in the report currency \(network.currency)",
          help: "convert it to \(network.currency)")
      }
    }
  }
}
